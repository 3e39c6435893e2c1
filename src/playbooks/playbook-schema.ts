import { type Schema, schemaOfFields } from '../ruleset/schema/schema-of-fields.ts'
import {
  ANSWER_FIELDS,
  COVER_FIELDS,
  DEADLINE_FIELDS,
  EVIDENCE_FIELDS,
  PLAYBOOK_FIELDS,
  STEP_FIELDS,
} from './playbook-fields.ts'

/** What editors are told about the files in rules/playbooks, made from the tables by which they are read. */
export function playbookSchema(): Schema {
  // A code such as 10.4 is a number to YAML, and is taken as it is written.
  const reasons = { type: ['array', 'string', 'number'], items: { type: ['string', 'number'] } }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A playbook of Tripline',
    ...schemaOfFields(PLAYBOOK_FIELDS, {
      covers: schemaOfFields(
        COVER_FIELDS,
        Object.fromEntries(Object.keys(COVER_FIELDS).map(network => [network, reasons])),
      ),
      deadline: schemaOfFields(DEADLINE_FIELDS),
      steps: { items: schemaOfFields(STEP_FIELDS), minItems: 1 },
      evidence: schemaOfFields(EVIDENCE_FIELDS),
      answers: schemaOfFields(ANSWER_FIELDS),
    }),
  }
}
