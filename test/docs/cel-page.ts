import type { CaseResult } from '../ruleset/cel-conformance.ts'

const MESSAGES = 'protobuf messages, wrappers and enums are no values of conditions'
const TIMES = 'times come as facts (`hour_utc`, `customer.age_days`) and as windows of velocities'
const MORE_TEXT = 'functions of the string extension that no rule has asked for'

/** Why the cases of a file, or of one section, are not read. */
export const OUT: Readonly<Record<string, string>> = {
  basic: 'bytes, `null`, maps, unsigned numbers, `type`',
  bindings_ext: '`cel.bind`: a line of `when` is short enough without names of its own',
  block_ext: '`cel.block` is for programs that write CEL',
  comparisons: 'unsigned numbers, bytes, `null`, maps, equality of lists, order of texts and of mixed kinds',
  conversions: 'whole and decimal numbers are one kind, and nothing is turned into another kind',
  dynamic: MESSAGES,
  encoders_ext: 'base64 and other encodings',
  enums: MESSAGES,
  fields: 'maps; a dotted name is one name of the catalogue',
  fp_math: 'results that are no number: they are unknown',
  integer_math: 'whole numbers above 2^53, unsigned ones',
  lists: 'picking out of a list by number, and putting lists together',
  logic: 'a value that is not true or false is refused beforehand, also where CEL would not get to it',
  macros: '`exists` and `all` go through texts; `map`, `filter` and `exists_one` make lists or count',
  macros2: 'macros with two variables',
  math_ext: 'the math extension; `abs`, `round`, `min` and `max` stand alone here',
  namespace: 'names of packages',
  optionals: 'optional values: an absent value is unknown, which needs no syntax of its own',
  parse: 'bytes, messages, and expressions nested deeper than a person reads',
  plumbing: MESSAGES,
  proto2: MESSAGES,
  proto2_ext: MESSAGES,
  proto3: MESSAGES,
  string: 'bytes',
  string_ext: MORE_TEXT,
  timestamps: TIMES,
  type_deductions: 'types of messages and of mixed lists; these cases compare types and not values',
  wrappers: MESSAGES,
}

/** Cases that are read and come out otherwise than the standard says, each on purpose. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  'comparisons/eq_literal/not_eq_double_nan': 'not a number is unknown, so no comparison with it is known',
  'comparisons/ne_literal/not_ne_double_nan': 'not a number is unknown, so no comparison with it is known',
  'comparisons/ne_literal/ne_double_nan': 'not a number is unknown, so no comparison with it is known',
  'fp_math/fp_math/mod_not_support': 'whole and decimal numbers are one kind, so `%` takes decimals too',
  'integer_math/int64_math/int64_overflow_mul_positive':
    'numbers are doubles: they lose digits above 2^53 and do not overflow',
  'integer_math/int64_math/int64_overflow_mul_negative':
    'numbers are doubles: they lose digits above 2^53 and do not overflow',
  'namespace/namespace/self_eval_container_lookup_unchecked': 'there are no packages: `y` is the name `y`',
}

/** docs/cel.md: which parts of CEL conditions take, proved by the conformance cases of the standard. */
export function celPage(results: readonly CaseResult[]): string {
  const count = (of: readonly CaseResult[], result: CaseResult['result']) =>
    of.filter(each => each.result === result).length
  const sections = [...new Set(results.map(({ section }) => section))]
  const files = [...new Set(sections.map(section => section.split('/')[0]!))]
  const inSection = (section: string) => results.filter(each => each.section === section)
  const rows = sections
    .filter(section => count(inSection(section), 'agrees') > 0)
    .map(section => {
      const all = inSection(section)
      return `| ${section} | ${count(all, 'agrees')} | ${count(all, 'refused') || ''} | ${count(all, 'differs') || ''} |`
    })
  const out = files.map(file => {
    const all = results.filter(({ section }) => section.startsWith(`${file}/`))
    return `| ${file} | ${count(all, 'refused')} of ${all.length} | ${OUT[file] ?? ''} |`
  })
  const differing = Object.entries(DIFFERENCES).map(([name, why]) => {
    const found = results.find(each => `${each.section}/${each.name}` === name)
    return `| \`${found?.expression ?? ''}\` | ${name} | ${why} |`
  })
  return `# Which CEL conditions take

Made by a test that runs the conformance cases of the standard (npm \`@bufbuild/cel-spec\`) through the compiler of conditions. For whoever knows
CEL from elsewhere. The names and functions that analysts use stand in \`glossary.md\`.

Of ${results.length} cases ${count(results, 'agrees')} come out as the standard says, ${count(results, 'refused')} are out: \`tripline check\`
refuses them before anything runs, or they are about kinds of value that conditions do not have. ${count(results, 'differs')} come out otherwise, on purpose. Nothing else is read with another meaning, as far as these cases tell. One rule of the standard
is left out for all numbers, and its cases do not show it: whole and decimal numbers are one kind, so \`7 / 2\` is 3.5.

## What is read

| section | as the standard says | out | otherwise |
|---|---:|---:|---:|
${rows.join('\n')}

## What is out, and why

| file of the suite | out | why |
|---|---:|---|
${out.filter(row => !row.includes('| 0 of')).join('\n')}

## What comes out otherwise

| expression | case | why |
|---|---|---|
${differing.join('\n')}
`
}
