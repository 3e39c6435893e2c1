import { readFileSync } from 'node:fs'
import { PROBLEM_CODES, type ProblemCode } from '../../src/problems/problem-codes.ts'
import { FIXTURES } from '../ruleset/problem-fixtures.ts'

const CODES = Object.keys(PROBLEM_CODES) as ProblemCode[]

/** docs/rule-problems.md, made from the table of codes and from what the fixtures print. */
export function ruleProblemsPage(): string {
  return `# What \`tripline check\` finds

Made from \`src/problems/problem-codes.ts\` and the printed fixtures in \`test/ruleset/bad\`; a test keeps it so. For whoever writes rules and meets
a code.

\`tripline check [DIR]\` reports every mistake in every file at once: \`file:line:column\`, from 1, then the severity and the code, the line
with a caret under the place, and below it what would be right. It ends with 0 when there is no error (warnings do not count), with 1 when
there is one, with 2 when the folder cannot be read. \`--format github\` prints annotations for a pull request, \`--format json\` a list for
programs. A ruleset with an error never replaces the one that runs.

Codes are stable. A mapping of \`tripline import\` is reported in the same way, with the same codes where they fit.

| code | severity | means |
|---|---|---|
${CODES.map(row).join('\n')}

${CODES.map(section).join('\n\n')}
`
}

function row(code: ProblemCode): string {
  const { severity, help } = PROBLEM_CODES[code]
  return `| [\`${code}\`](#${code}) | ${severity} | ${help} |`
}

function section(code: ProblemCode): string {
  const { help } = PROBLEM_CODES[code]
  return `## ${code}\n\n${help}\n\n\`\`\`text\n${exampleOf(code)}\n\`\`\``
}

/** A fixture may print several problems, with an empty line between them; the first one of the code is enough. */
function exampleOf(code: ProblemCode): string {
  const printed = readFileSync(new URL(`${code}.txt`, FIXTURES), 'utf8')
    .trimEnd()
    .split('\n\n')
  const example = printed.find(each => each.includes(`[${code}]`))
  if (example === undefined) throw new Error(`${code}.txt does not print ${code}`)
  return example
}
