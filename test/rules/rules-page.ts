import { FAMILIES, RULE_FILES, type RuleFile } from './rule-files.ts'

/** rules/README.md, made from the rule files. */
export function rulesPage(): string {
  const modes = (mode: string) => RULE_FILES.filter(([, rule]) => rule.mode === mode).length
  return `# Starter rules

Made from the rule files; a test keeps it so (\`npx vitest run -u --project unit test/rules\` writes it anew). ${RULE_FILES.length} rules: ${modes('live')} live,
${modes('shadow')} in the shadow. [docs/rule-guide.md](../docs/rule-guide.md) shows how to write one, [docs/trials.md](../docs/trials.md) what they find.

- **Live** rules add their score to the decision. They are the ones that the trials support.
- **Shadow** rules are evaluated, counted and shown as \`shadowHits\`, and never act: what the trials cannot judge (they hold no
  outcomes, hardly any busy keys, none of your lists), and what would only add noise to them. Watch them on your own payments, then set \`mode: live\`.
- \`policy.yaml\` says from which score a payment is reviewed or blocked; no rule blocks alone. \`velocities.yaml\` holds the counts that
  rules share: {payments, approvals, declines} × {card, email, ip, customer, billing, shipping} × {hour, day, week}.
- \`lists/\` holds values that rules ask for. The \`risky-*\` lists hold one made-up example each and are yours to fill.
- Folders are for people: Tripline reads all of them, and a rule's name is unique over all folders.

${Object.entries(FAMILIES).map(section).join('\n\n')}
`
}

function section([folder, title]: [string, string]): string {
  const rows = RULE_FILES.filter(([path]) => path.startsWith(`${folder}/`)).map(row)
  return `## ${title}\n\n| rule | what it is about | mode | score |\n|---|---|---|---:|\n${rows.join('\n')}`
}

function row([path, { rule, title, mode, score }]: readonly [string, RuleFile]): string {
  return `| [${rule}](${path}) | ${title} | ${mode} | ${score} |`
}
