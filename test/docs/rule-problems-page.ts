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
with a caret under the place, and below it what would be right. It ends with 0 when there is no error (warnings do not count, unless
\`--strict\` is given), with 1 when there is one, with 2 when the folder cannot be read. \`--format github\` prints annotations for a pull request, \`--format json\` a list for
programs. A ruleset with an error never replaces the one that runs.

## While you write

Editors that know JSON Schema (VS Code with the YAML extension, IntelliJ, Neovim with yaml-language-server) complete keys and underline what is wrong
while you type. \`rules/rule.schema.json\`, \`policy.schema.json\`, \`velocities.schema.json\` and \`playbook.schema.json\` are made from the tables by which the check reads. Either
name them in the editor's settings, or write as the first line of a file, with the path from that file to the schema:

\`\`\`yaml
# yaml-language-server: $schema=rule.schema.json
\`\`\`

The line is a comment and changes no decision but for the hash of the ruleset, which tells of any edit to a rule file. The schema files are
no part of the hash. The schema sees structure only: names, kinds of value and lines that contradict each other are found by the check.

## What rules may cost

Every payment pays for every rule. \`limits\` in \`policy.yaml\` (\`rule_cost\`, 50 unless said, and \`ruleset_cost\`, 1,000 unless said) stops a rule that would
slow down all of them. In points: 2 for each key that anything is counted by, 1 for each velocity, 3 when it gathers
values (\`distinct\`, \`median\`, \`percentile\`, \`stddev\`), three times as much for \`lifetime\`, 1 for each hundred characters of pattern, next to nothing for
comparisons. Equal velocities are counted once, however many rules ask for them. The points are estimates of proportions, not times; \`npm run bench\` measures.

## Codes

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
