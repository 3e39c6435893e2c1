import type { SchemaStep } from './schema.ts'

/** For finding the cases that news has a say in: by customer, and the steps of a dispute by its id. */
export const CASE_NEWS: SchemaStep = {
  name: '004-case-news',
  sql: `
create index cases_by_customer on cases (merchant_id, customer_id) where customer_id is not null;
create index outcome_history_by_dispute on outcome_history (merchant_id, (body->>'disputeId')) where body->>'disputeId' is not null;
`,
}
