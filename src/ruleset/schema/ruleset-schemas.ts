import { currencies } from '../../model/currencies.ts'
import type { VelocityFunction } from '../../velocity/plan.ts'
import { CASE_FIELDS, CASE_QUEUE_FIELDS, DUE_FIELDS, ROLE_FIELDS } from '../case-fields.ts'
import type { Catalogue } from '../cel/scope.ts'
import { KEEP_FIELDS, LIMIT_FIELDS, POLICY_FIELDS, QUEUE_FIELDS, THRESHOLD_FIELDS } from '../policy-fields.ts'
import { TAKES } from '../read-velocity-field.ts'
import { RULE_FIELDS } from '../rule-fields.ts'
import { PAYMENT_PATHS } from '../tests/payment-paths.ts'
import { SHORT_NAMES } from '../tests/stand-ins.ts'
import { TEST_FIELDS, TEST_OUTCOMES, TIMING_KEYS } from '../tests/test-fields.ts'
import { COUNTED_KINDS, VELOCITY_FIELDS, VELOCITY_FUNCTIONS } from '../velocity-fields.ts'
import { type Schema, schemaOfFields } from './schema-of-fields.ts'

const DRAFT = 'http://json-schema.org/draft-07/schema#'

/**
 * What editors are told about the YAML files of a ruleset, by file name. Made from the tables by which `tripline check`
 * reads them. It refuses only what the check refuses as well; the check finds more, such as mistakes inside conditions.
 */
export function rulesetSchemas(catalogue: Catalogue): Record<string, Schema> {
  const velocities = velocitiesSchema(catalogue)
  const keys = keysSchema(catalogue)
  return {
    'rule.schema.json': {
      $schema: DRAFT,
      title: 'A rule of Tripline',
      ...schemaOfFields(RULE_FIELDS, {
        rule: { pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
        velocity: velocities,
        tests: { items: testSchema() },
      }),
    },
    'policy.schema.json': {
      $schema: DRAFT,
      title: 'The policy of a ruleset',
      ...schemaOfFields(POLICY_FIELDS, {
        thresholds: schemaOfFields(THRESHOLD_FIELDS),
        limits: schemaOfFields(LIMIT_FIELDS),
        cases: schemaOfFields(CASE_FIELDS, {
          due: schemaOfFields(DUE_FIELDS),
          queues: { items: schemaOfFields(CASE_QUEUE_FIELDS), minItems: 1 },
          roles: { additionalProperties: schemaOfFields(ROLE_FIELDS) },
        }),
        queues: { items: schemaOfFields(QUEUE_FIELDS), minItems: 1 },
        base: { enum: [...currencies.keys()] },
        rates: ratesSchema(),
        keep: { items: schemaOfFields(KEEP_FIELDS, { by: keys }) },
      }),
    },
    'velocities.schema.json': { $schema: DRAFT, title: 'Velocities that all rules share', ...velocities },
  }
}

function velocitiesSchema(catalogue: Catalogue): Schema {
  const fields = Object.fromEntries(VELOCITY_FUNCTIONS.map(fn => [fn, lookedAtSchema(fn, catalogue)]))
  const oneFunction = { oneOf: VELOCITY_FUNCTIONS.map(fn => ({ required: [fn] })) }
  return {
    type: 'object',
    propertyNames: { pattern: '^[a-z][a-z0-9_]{0,59}$' },
    additionalProperties: {
      ...schemaOfFields(VELOCITY_FIELDS, { ...fields, by: keysSchema(catalogue) }),
      ...oneFunction,
    },
  }
}

/** What stands after a function: kinds, names of the catalogue, or both. */
function lookedAtSchema(fn: VelocityFunction, catalogue: Catalogue): Schema {
  const takes = TAKES[fn]
  const kinds = takes.startsWith('kind') ? COUNTED_KINDS : []
  const fits = (type: string) =>
    takes === 'number' ? type === 'number' : takes === 'kind-or-boolean' ? type === 'boolean' : type !== 'texts'
  const names = takes === 'kind' ? [] : namesOf(catalogue, fits)
  return takes === 'kind' ? { enum: kinds } : { anyOf: [{ enum: [...kinds, ...names] }, METADATA] }
}

function keysSchema(catalogue: Catalogue): Schema {
  const name = { anyOf: [{ enum: namesOf(catalogue, type => type === 'text' || type === 'number') }, METADATA] }
  return { type: ['array', 'string'], anyOf: [name, { type: 'array', items: name }] }
}

/** Fields under `metadata` are declared in the settings, which a schema cannot know. */
const METADATA: Schema = { type: 'string', pattern: '^metadata\\.' }

function namesOf(catalogue: Catalogue, fits: (type: string) => boolean): string[] {
  return [...catalogue.values()].filter(({ type }) => fits(type)).map(({ name }) => name)
}

function testSchema(): Schema {
  const keys = [...new Set([...TIMING_KEYS, ...TEST_OUTCOMES, ...Object.keys(SHORT_NAMES), ...PAYMENT_PATHS])]
  const payment = { type: 'object', propertyNames: { anyOf: [{ enum: keys }, METADATA] } }
  return schemaOfFields(TEST_FIELDS, { payment, before: { items: payment } })
}

function ratesSchema(): Schema {
  const rates = [...currencies.keys()].map(code => [code, { type: 'number', exclusiveMinimum: 0 }])
  return {
    properties: { as_of: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }, ...Object.fromEntries(rates) },
    required: ['as_of'],
    additionalProperties: false,
  }
}
