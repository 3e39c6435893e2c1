import type { SchemaStep } from './schema.ts'

/**
 * For finding the cases that news has a say in: by customer, and the steps of a dispute by its id. And for counting at each scrape of
 * metrics what is new, however much there is already: resolved cases by an index, labels by when they last changed.
 */
export const CASE_NEWS: SchemaStep = {
  name: '005-case-news',
  sql: `
create index cases_by_customer on cases (merchant_id, customer_id) where customer_id is not null;
create index outcome_history_by_dispute on outcome_history (merchant_id, (body->>'disputeId')) where body->>'disputeId' is not null;
create index cases_resolved on cases (kind, queue, label) where state = 'resolved' and label is not null;

create table label_changes (
  merchant_id text not null,
  payment_id text not null,
  changed_at timestamptz not null,
  primary key (merchant_id, payment_id)
);
create index label_changes_by_time on label_changes (changed_at);
create function note_label() returns trigger language plpgsql as 'begin insert into label_changes values (coalesce(new.merchant_id, old.merchant_id), coalesce(new.payment_id, old.payment_id), clock_timestamp()) on conflict (merchant_id, payment_id) do update set changed_at = excluded.changed_at; return null; end';
create trigger labels_noted after insert or update or delete on labels for each row execute function note_label();
`,
}
