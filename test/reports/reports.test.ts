import { openEmbedded } from '../../src/database/embedded.ts'
import { prepareSchema, WHAT_HAPPENED } from '../../src/desk/schema.ts'
import { describeReports } from '../contracts/reports.ts'

const CASES = `
create table cases (case_id text primary key, kind text, merchant_id text, payment_id text, queue text, priority text, handling text, state text,
  opened_at timestamptz, due_at timestamptz, first_action_at timestamptz, closed_at timestamptz);
create table labels (merchant_id text, payment_id text, label text, source text, at timestamptz, by text, primary key (merchant_id, payment_id, source));
create view payment_labels as select distinct on (merchant_id, payment_id) merchant_id, payment_id, label, source, at from labels order by merchant_id, payment_id, at desc;
`

describeReports(
  'reports from the embedded database',
  async () => {
    const database = await openEmbedded()
    await prepareSchema(database, [WHAT_HAPPENED])
    await database.execute(CASES)
    return database
  },
  12,
)
