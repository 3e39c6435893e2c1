import type { Database } from '../ports.ts'

/** Steps of the tables' history: applied in order, each once. A step that has landed is never changed; a new one is added. */
export interface SchemaStep {
  name: string
  sql: string
}

/**
 * What happened, as it came in. Amounts are whole minor units: of the row's currency, and (`base_minor`) of the base
 * currency of the policy, absent where the policy has no rate. Whoever names no merchant has the empty text.
 */
export const WHAT_HAPPENED: SchemaStep = {
  name: '001-what-happened',
  sql: `
create table payments (
  merchant_id text not null,
  payment_id text not null,
  occurred_at timestamptz not null,
  status text not null,
  status_at timestamptz not null,
  decline_code text,
  amount_minor bigint not null,
  currency text not null,
  base_minor bigint,
  method text,
  channel text,
  category text,
  customer_id text,
  email text,
  ip text,
  device_id text,
  card_fingerprint text,
  card_brand text,
  card_bin text,
  card_country text,
  billing_country text,
  shipping_country text,
  shipping_address text,
  shipped_at timestamptz,
  body jsonb not null,
  primary key (merchant_id, payment_id)
);
create index payments_by_time on payments (occurred_at);
create index payments_by_card on payments (card_fingerprint, occurred_at) where card_fingerprint is not null;
create index payments_by_customer on payments (customer_id, occurred_at) where customer_id is not null;
create index payments_by_email on payments (email, occurred_at) where email is not null;
create index payments_by_device on payments (device_id, occurred_at) where device_id is not null;
create index payments_by_ip on payments (ip, occurred_at) where ip is not null;
create index payments_by_shipping on payments (shipping_address, occurred_at) where shipping_address is not null;

create table decisions (
  merchant_id text not null,
  payment_id text not null,
  occurred_at timestamptz not null,
  action text not null check (action in ('allow', 'review', 'block')),
  score double precision not null,
  ruleset text not null,
  queue text,
  priority text,
  handling text,
  body jsonb not null,
  primary key (merchant_id, payment_id)
);
create index decisions_by_time on decisions (occurred_at);

create table hits (
  merchant_id text not null,
  payment_id text not null,
  rule text not null,
  mode text not null check (mode in ('live', 'shadow')),
  score double precision not null,
  primary key (merchant_id, payment_id, rule),
  foreign key (merchant_id, payment_id) references decisions
);
create index hits_by_rule on hits (rule);

create table outcomes (
  merchant_id text not null,
  type text not null,
  outcome_id text not null,
  payment_id text,
  occurred_at timestamptz not null,
  amount_minor bigint,
  currency text,
  base_minor bigint,
  reason text,
  status text,
  deadline timestamptz,
  notice text,
  body jsonb not null,
  primary key (merchant_id, type, outcome_id)
);
create index outcomes_by_payment on outcomes (merchant_id, payment_id);
create index outcomes_by_time on outcomes (occurred_at);

create table outcome_history (
  merchant_id text not null,
  type text not null,
  outcome_id text not null,
  content text not null,
  occurred_at timestamptz not null,
  body jsonb not null,
  primary key (merchant_id, type, outcome_id, content),
  foreign key (merchant_id, type, outcome_id) references outcomes
);
`,
}

/** Brings a database to the newest step; several processes may do so at once. */
export async function prepareSchema(database: Database, steps: readonly SchemaStep[]): Promise<void> {
  await database.transaction(async sql => {
    await sql.query('select pg_advisory_xact_lock(7421180)') // a number of our own: one process at a time
    await sql.query(
      'create table if not exists schema_steps (name text primary key, applied_at timestamptz not null default now())',
    )
    const applied = new Set(
      (await sql.query<{ name: string }>('select name from schema_steps')).map(({ name }) => name),
    )
    for (const { name, sql: statements } of steps) {
      if (applied.has(name)) continue
      for (const statement of statements.split(/;\s*$/m)) if (statement.trim() !== '') await sql.query(statement)
      await sql.query('insert into schema_steps (name) values ($1)', [name])
    }
  })
}
