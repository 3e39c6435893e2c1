import { tests as SUITE } from '@bufbuild/cel-spec/testdata/conformance.js'
import type { FactName } from '../../src/enrich/facts.ts'
import type { Value } from '../../src/model/decision.ts'
import { checkCondition } from '../../src/ruleset/cel/check-condition.ts'
import { makeScope } from '../../src/ruleset/cel/scope.ts'
import { compileAlike } from './compile-alike.ts'

/** What became of one conformance case in our compiler. */
export interface CaseResult {
  /** File and section of the suite: `logic/AND`. */
  section: string
  name: string
  expression: string
  /** `refused`: `tripline check` does not read it, or it is about a kind of value that conditions do not have. */
  result: 'agrees' | 'refused' | 'differs'
  /** The code that refused it. */
  code?: string
  /** What we make of it; null: unknown. */
  ours?: boolean | null
}

type Suite = typeof SUITE
type Case = NonNullable<Suite['tests']>[number]['original']
type Known = Record<string, { type: FactName['type']; value: Value }>
/** Protobuf's `Value` as JSON. */
type Expected = Record<string, unknown>

/** Runs every case that gives a truth value, a number or a text, or that must fail; the rest are refused by their kind. */
export function runConformance(): CaseResult[] {
  return (SUITE.suites ?? []).flatMap(file =>
    (file.suites ?? []).flatMap(section =>
      (section.tests ?? []).map(({ original }) => runCase(`${file.name}/${section.name}`, original)),
    ),
  )
}

function runCase(section: string, original: Case): CaseResult {
  const { name = '', expr: expression = '' } = original
  const one = { section, name, expression }
  const known = readBindings((original.bindings ?? {}) as Record<string, unknown>)
  if (known === undefined) return { ...one, result: 'refused', code: 'kind-of-value' }
  const expected = original.value as Expected | undefined
  // Cases that are about types alone name no value that could be compared.
  if (original.checkOnly === true || original.typedResult !== undefined) {
    return { ...one, result: 'refused', code: 'kind-of-value' }
  }
  const mustFail = original.evalError !== undefined
  // A case without a value expects true.
  const wanted = mustFail ? undefined : asCondition(expression, expected ?? { boolValue: true })
  if (!mustFail && wanted === undefined) return { ...one, result: 'refused', code: 'kind-of-value' }
  if (wanted !== undefined) return { ...one, ...judge(wanted.text, known, wanted.is) }
  const alone = judge(expression, known, null)
  return {
    ...one,
    ...(alone.code === 'not-a-condition' ? judge(`(${expression}\n) == (${expression}\n)`, known, null) : alone),
  }
}

/** The case as a condition, and what it must come out as. */
function asCondition(expression: string, expected: Expected): { text: string; is: boolean } | undefined {
  const [[kind, value] = []] = Object.entries(expected)
  if (kind === 'boolValue') return { text: expression, is: value === true }
  if (kind === 'stringValue') return { text: `(${expression}\n) == ${JSON.stringify(value)}`, is: true }
  const isNumber = kind === 'int64Value' || kind === 'uint64Value' || kind === 'doubleValue'
  if (!isNumber || !Number.isFinite(Number(value))) return undefined
  return { text: `(${expression}\n) == (${Number(value)})`, is: true }
}

function judge(text: string, known: Known, wanted: boolean | null): Pick<CaseResult, 'result' | 'code' | 'ours'> {
  const codes: string[] = []
  const facts = Object.entries(known).map(([name, { type }]): [string, FactName] => [
    name,
    { name, type, from: 'payment', help: name, example: '', read: () => undefined },
  ])
  const tree = checkCondition(text, makeScope(new Map(facts), []), code => codes.push(code))
  if (tree === undefined) return { result: 'refused', code: codes[0]! }
  const holds = compileAlike<Known>(tree, {
    name:
      ({ name }) =>
      from =>
        from[name]?.value,
    listed: () => () => false,
  })
  const ours = holds(known) ?? null
  return { result: ours === wanted ? 'agrees' : 'differs', ours }
}

/** Bindings that are values of conditions; undefined when one is something else, such as a message or a map. */
function readBindings(bindings: Record<string, unknown>): Known | undefined {
  const known: Known = {}
  for (const [name, bound] of Object.entries(bindings)) {
    const value = (bound as { value?: Expected }).value ?? {}
    const [[kind, given] = []] = Object.entries(value)
    if (kind === 'boolValue') known[name] = { type: 'boolean', value: given === true }
    else if (kind === 'stringValue') known[name] = { type: 'text', value: String(given) }
    else if (kind === 'int64Value' || kind === 'uint64Value' || kind === 'doubleValue') {
      known[name] = { type: 'number', value: Number(given) }
    } else return undefined
  }
  return known
}
