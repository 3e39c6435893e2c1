import type { ProblemList } from '../problems/problem-list.ts'
import type { CountedKind, VelocityDefinition, VelocityFunction, WherePredicate } from '../velocity/plan.ts'
import { type Found, type FoundFields, readFields } from '../yaml/fields.ts'
import { placeInScalar } from '../yaml/offset-map.ts'
import { keyPlace, type YamlEntry, type YamlMap, type YamlNode } from '../yaml/yaml-node.ts'
import { checkCondition, type Report } from './cel/check-condition.ts'
import { normaliseCondition } from './cel/parse-condition.ts'
import { type Catalogue, makeScope } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'
import { compileWhere } from './compile-where.ts'
import { readKeys } from './read-keys.ts'
import { readVelocityField } from './read-velocity-field.ts'
import { readWindow } from './read-window.ts'
import { reportImpossible } from './sense/report-impossible.ts'
import { COUNTED_KINDS, VELOCITY_FIELDS, VELOCITY_FUNCTIONS } from './velocity-fields.ts'

type Fields = FoundFields<typeof VELOCITY_FIELDS>

/** One declaration, `cards_per_ip: { distinct: card.fingerprint, by: ip, window: 1h }`, with every default filled in; undefined when even its name is no name. */
export function readVelocity(
  map: YamlMap,
  entry: YamlEntry,
  catalogue: Catalogue,
  problems: ProblemList,
): Name | undefined {
  const named = checkVelocityName(map, entry, catalogue, problems)
  const fields = readFields(entry.value, VELOCITY_FIELDS, problems, `velocity \`${entry.key}\``)
  const functions = VELOCITY_FUNCTIONS.filter(fn => fields?.[fn] !== undefined)
  const [fn] = functions
  const isClear = fields !== undefined && functions.length === 1
  if (fields !== undefined && !isClear) reportFunctions(functions, map, entry, problems)
  const definition = isClear ? define(fn!, fields, catalogue, problems) : undefined
  if (!named) return undefined
  const type = fn === 'seen_before' ? 'boolean' : 'number'
  return { name: entry.key, type, kind: 'velocity', definition: definition ?? STAND_IN }
}

/** Stands for a declaration with a mistake, so that the mistake is told once and not again wherever the name is used. */
const STAND_IN: VelocityDefinition = {
  fn: 'count',
  field: '',
  of: 'payments',
  by: ['id'],
  window: { kind: 'lifetime' },
  where: '',
  current: 'include',
}

function define(
  fn: VelocityFunction,
  fields: Fields,
  catalogue: Catalogue,
  problems: ProblemList,
): VelocityDefinition | undefined {
  const counted = fields[fn] as Found<YamlNode>
  const field = readVelocityField(fn, counted.node, catalogue, problems)
  const by = fields.by && readKeys(fields.by.value, catalogue, problems)
  const window = fields.window && readWindow(fields.window.node, problems)
  const where = fields.where && readWhere(fields.where.node, catalogue, problems)
  const percent = fields.percent?.value
  if (fn === 'count' && fields.of !== undefined) {
    problems.add('bad-velocity', fields.of.keyPlace, '`count` itself names what is counted', {
      suggestion: 'leave `of` out',
    })
    return undefined
  }
  if ((fn === 'percentile') !== (percent !== undefined)) {
    const message = fn === 'percentile' ? '`percentile` needs `percent`' : '`percent` belongs to `percentile`'
    const place = fn === 'percentile' ? counted.keyPlace : fields.percent!.keyPlace
    problems.add('bad-velocity', place, message, { suggestion: 'for example { percentile: amount, percent: 95, … }' })
    return undefined
  }
  if (field === undefined || by === undefined || window === undefined) return undefined
  if (fields.where !== undefined && where === undefined) return undefined
  return {
    fn,
    field: fn === 'count' ? '' : field,
    ...(percent === undefined ? {} : { percent }),
    of: fn === 'count' ? (field as CountedKind) : (fields.of?.value ?? 'payments'),
    by,
    window,
    where: where?.text ?? '',
    ...(where === undefined ? {} : { whereHolds: where.predicate }),
    current: fields.current?.value ?? 'include',
  }
}

function checkVelocityName(map: YamlMap, entry: YamlEntry, catalogue: Catalogue, problems: ProblemList): boolean {
  const place = keyPlace(map, entry)
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(entry.key)) {
    problems.add('bad-value', place, `\`${entry.key}\` cannot be the name of a velocity`, {
      suggestion: 'use small letters, digits and _, for example `cards_per_ip`',
    })
    return false
  }
  if (!catalogue.has(entry.key) && !VERDICT_NAMES.includes(entry.key)) return true
  problems.add('velocity-name-taken', place, `\`${entry.key}\` is the name of something else`, {
    suggestion: `for example \`${entry.key}_in_window\``,
  })
  return false
}

const VERDICT_NAMES = ['action', 'score', 'hits']

function readWhere(
  node: YamlNode,
  catalogue: Catalogue,
  problems: ProblemList,
): { text: string; predicate: WherePredicate } | undefined {
  if (node.kind !== 'scalar') return undefined
  const { text } = node
  const report: Report = (code, start, end, message, extras) =>
    problems.add(code, placeInScalar(node, start, end), message, extras)
  const tree = checkCondition(text, makeScope(catalogue, []), report)
  if (tree !== undefined) reportImpossible(tree, report)
  return tree && { text: normaliseCondition(text), predicate: compileWhere(tree) }
}

function reportFunctions(functions: readonly string[], map: YamlMap, entry: YamlEntry, problems: ProblemList): void {
  const message =
    functions.length === 0
      ? `velocity \`${entry.key}\` does not say what it counts`
      : `velocity \`${entry.key}\` has more than one function: ${functions.join(', ')}`
  problems.add('bad-velocity', keyPlace(map, entry), message, {
    suggestion: 'for example { distinct: card.fingerprint, by: ip, window: 1h }',
    notes: [
      `functions: ${VELOCITY_FUNCTIONS.join(', ')}`,
      `kinds that \`count\` and \`of\` take: ${COUNTED_KINDS.join(', ')}`,
    ],
  })
}
