import type { SchemaStep } from './schema.ts'

/** Why a file of labels says what it says; other sources have their reason in cases and outcomes. */
export const LABEL_REASONS: SchemaStep = {
  name: '004-label-reasons',
  sql: `
alter table labels add column reason text;
`,
}
