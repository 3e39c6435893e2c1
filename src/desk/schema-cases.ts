import type { SchemaStep } from './schema.ts'

/**
 * What people do about what happened. `case_events` is the history and `cases` what it comes to; events are only ever added. `by` and
 * `actor` are people of the policy, or `desk`. Functions stand on one line: a statement ends with a semicolon at the end of a line.
 */
export const CASES: SchemaStep = {
  name: '002-cases',
  sql: `
create table cases (
  case_id text primary key,
  subject text not null,
  kind text not null check (kind in ('review', 'dispute', 'chargeback', 'warning', 'refund_request', 'notice')),
  merchant_id text not null,
  payment_id text,
  customer_id text,
  queue text not null,
  priority text not null,
  handling text not null check (handling in ('self', 'approval', 'escalate')),
  state text not null,
  opened_at timestamptz not null,
  due_at timestamptz,
  assignee text,
  first_action_at timestamptz,
  closed_at timestamptz,
  resolution text,
  label text,
  base_minor bigint,
  reason text,
  outcome_at timestamptz,
  is_matched boolean not null,
  proposed_resolution text,
  proposed_label text,
  proposed_by text,
  version int not null,
  head_hash text not null
);
create index cases_by_subject on cases (subject);
create index cases_by_payment on cases (merchant_id, payment_id);
create index cases_by_time on cases (opened_at);
create index cases_open on cases (queue, priority, due_at) where closed_at is null;
create index cases_unmatched on cases (merchant_id, payment_id) where not is_matched;

create table case_events (
  case_id text not null references cases,
  number int not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  body jsonb not null,
  previous_hash text not null,
  hash text not null,
  primary key (case_id, number)
);
create index case_events_by_time on case_events (at);
create function refuse_change() returns trigger language plpgsql as 'begin raise exception ''the history of cases is only ever added to''; end';
create trigger case_events_stay before update or delete on case_events for each row execute function refuse_change();

create table case_links (
  case_id text not null references cases,
  what text not null,
  merchant_id text not null,
  id text not null,
  primary key (case_id, what, merchant_id, id)
);
create index case_links_by_id on case_links (what, merchant_id, id);

create table labels (
  merchant_id text not null,
  payment_id text not null,
  label text not null check (label in ('fraud', 'legit', 'abuse', 'unknown')),
  source text not null check (source in ('resolution', 'chargeback', 'warning', 'file')),
  at timestamptz not null,
  by text not null,
  primary key (merchant_id, payment_id, source)
);
create view payment_labels as
  select distinct on (merchant_id, payment_id) merchant_id, payment_id, label, source, at
  from labels
  order by merchant_id, payment_id, array_position(array['resolution', 'chargeback', 'warning', 'file'], source), at desc;

create table accounts (
  what text not null check (what in ('merchant', 'customer')),
  merchant_id text not null,
  account_id text not null,
  state text not null check (state in ('active', 'restricted', 'closed')),
  changed_at timestamptz not null,
  changed_by text not null,
  case_id text not null references cases,
  primary key (what, merchant_id, account_id)
);

create table shipments (
  merchant_id text not null,
  payment_id text not null,
  shipped_at timestamptz not null,
  primary key (merchant_id, payment_id)
);

create table rescores (
  merchant_id text not null,
  payment_id text not null,
  at timestamptz not null,
  action text not null,
  score double precision not null,
  ruleset text not null,
  because text not null,
  body jsonb not null,
  primary key (merchant_id, payment_id, at, ruleset)
);
create table desk_state (
  name text primary key,
  value jsonb not null
);
create index payments_unshipped on payments (occurred_at) where shipped_at is null;
alter table payments add column billing_address text;
create index payments_by_billing on payments (billing_address, occurred_at) where billing_address is not null;
`,
}
