import type { SchemaStep } from '../desk/schema.ts'

/** What people add to a case. Nothing is changed or taken away: of texts of one kind the newest counts. */
export const EVIDENCE: SchemaStep = {
  name: '003-evidence',
  sql: `
create table evidence_items (
  case_id text not null references cases,
  number int not null,
  kind text not null,
  name text not null,
  media_type text not null,
  bytes bytea not null,
  size_bytes int not null,
  sha256 text not null,
  added_at timestamptz not null,
  added_by text not null,
  primary key (case_id, number)
);
`,
}
