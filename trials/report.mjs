/** @typedef {ReturnType<typeof import('./judge.mjs').judge>} Judged */
/** @typedef {import('../src/backtest/report.ts').BacktestReport} Tested */
/** @typedef {Judged & { said: string, tested: Tested }} Trial */

/** @param {number | undefined} share */
const percent = share => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`)
/** @param {number} count */
const number = count => count.toLocaleString('en-US')

/** @param {Judged} run */
function summary(run) {
  const precision = run.labelledFlagged === 0 ? undefined : run.caught / run.labelledFlagged
  const recall = run.fraud === 0 ? undefined : run.caught / run.fraud
  return [
    '| payments | with a label | fraud | flagged | of these blocked | precision | recall | recall by value |',
    '|---:|---:|---:|---:|---:|---:|---:|---:|',
    `| ${number(run.scored)} | ${number(run.labelled)} | ${number(run.fraud)} | ${number(run.flagged)} (${percent(run.flagged / run.scored)}) | ${number(run.blocked)} | ${percent(precision)} | ${percent(recall)} | ${percent(run.fraudValueCaught)} |`,
  ].join('\n')
}

/** @param {Judged} run */
function rules({ rules }) {
  return [
    '| rule | hits | with a label | fraud among them | precision | recall |',
    '|---|---:|---:|---:|---:|---:|',
    ...rules.map(
      ({ name, hits, labelled, right, precision, recall }) =>
        `| ${name} | ${number(hits)} | ${number(labelled)} | ${number(right)} | ${percent(precision)} | ${percent(recall)} |`,
    ),
  ].join('\n')
}

/** @param {Judged} run */
function patterns({ patterns }) {
  return [
    '| pattern | payments | flagged | share |',
    '|---|---:|---:|---:|',
    ...patterns.map(
      ({ name, payments, caught }) =>
        `| ${name} | ${number(payments)} | ${number(caught)} | ${percent(caught / payments)} |`,
    ),
  ].join('\n')
}

/** @param {string} said */
function imported(said) {
  return ['```', said.trim().replace(/^listed with line and place.*$/m, '').trim(), '```'].join('\n')
}

/** @param {number} value */
const whole = value => value.toLocaleString('en-US', { maximumFractionDigits: 0 })
/** @param {number} value */
const perDay = value => value.toLocaleString('en-US', { maximumFractionDigits: 2 })

/** What `tripline backtest` adds: days, amounts, and what another number in one line would do. @param {Tested} tested */
function backtested({ input, ruleset, sweep }) {
  const { overall } = ruleset
  const points = sweep?.points ?? []
  return [
    '| reviews a day | blocks a day | amount caught | amount missed | good payments insulted | amount insulted |',
    '|---:|---:|---:|---:|---:|---:|',
    `| ${perDay(overall.reviewsPerDay)} | ${perDay(overall.blocksPerDay)} | ${whole(overall.caught.amount)} ${input.baseCurrency} | ${whole(overall.missed.amount)} | ${number(overall.insulted.payments)} | ${whole(overall.insulted.amount)} |`,
    '',
    `\`--sweep\` over the number in \`${sweep?.line}\` of \`${sweep?.rule}\`, which is ${sweep?.current}:`,
    '',
    '| line | hits | precision | recall | all rules: precision | recall | reviews a day |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...points.map(
      ({ line, hits, precision, recall, overall: all }) =>
        `| \`${line}\` | ${number(hits.payments)} | ${percent(precision ?? undefined)} | ${percent(recall ?? undefined)} | ${percent(all.precision ?? undefined)} | ${percent(all.recall ?? undefined)} | ${perDay(all.reviewsPerDay)} |`,
    ),
  ].join('\n')
}

/** @param {{ generated: Judged, sparkov: Trial, awsAsWritten: Trial, awsDollars: Trial }} runs */
export function report({ generated, sparkov, awsAsWritten, awsDollars }) {
  return `# Trials

What the starter rules in \`rules/\` flag on data with known truth, as measured by \`node trials/run.mjs\` (after
\`npm run build\`), which writes this page. Each trial is \`tripline import\` or \`tripline generate\`, then
\`tripline score\`, with the rules and the policy as they are in the repository.

*Flagged* means review or block. *Precision* is the share of fraud among what was flagged and has a label, *recall* the share of all
fraud that was flagged. For a single rule a hit counts, whether it was enough to flag the payment or not: rules are built to
add up, so a rule's own precision may be low where its score is low. Rules in the shadow are listed as well; they flag nothing. Rules that never
hit are not listed: the data holds no outcomes and none of the listed values. Repeats of one payment count once. *Recall by value* weighs each
fraud by its amount in US dollars, at the rates of the policy; amounts without a rate weigh nothing.

**What these figures are not.** All of it is simulated: no set of real payments with cards, addresses, e-mails and truth is public. The
first stream is made by our own generator, whose fraud is what its author thought of. The rules were written beside it (on
other seeds), so its figures show that rules and pipeline do what they say, and no more. Sparkov and the Amazon samples are by
others, and hold only a part of what the rules look at. Nothing here foretells what the rules catch in a shop; shadow mode on your own
payments does.

## A made-up stream, with everything that the rules look at

\`tripline generate --seed 31415 --count 20000\`: customers with habits, holidays, presents, shared lines and new telephones, and eight
kinds of fraud, of which \`quiet-theft\` is made not to be found. The rules were tuned on seeds 1 to 5 and on 2026, not on this one.

${summary(generated)}

${patterns(generated)}

${rules(generated)}

## Sparkov: 60 customers, half a year

\`shared/data/sparkov\`, mapped by [sparkov.map.yaml](../trials/sparkov.map.yaml). There are holder, street, card number, merchant,
category, time and amount, and nothing else: no IP, e-mail, device or delivery address, so only rules about amounts and history can hit. (Times are
clock times without a zone, read as UTC; the hour where the customer is stays unknown.) The first three months give the
history, and scores were chosen by them; what is judged is April to June. Those months were seen while the rules were made, so they are not untouched either.

${imported(sparkov.said)}

${summary(sparkov)}

${rules(sparkov)}

\`tripline backtest --warm-until 2024-04-01\` on the same file, which comes to the same counts:

${backtested(sparkov.tested)}

Fraud comes here as bursts of some ten payments on one card within two days, mostly late in the evening, some for hundreds of dollars and some for
ten. The small ones look like any other payment and are not found, which holds the recall by count below the recall by
value. \`card-number-unusable\` counts card numbers that fail the check digit or are too short to be one; those
payments are scored without a card, so rules that count on cards leave them out.

## Amazon Fraud Detector samples

\`shared/data/aws-frauddetector\`, 1,611 payments of 248 customers. Half of them have no label. Each customer has one IP address, drawn by chance
from the whole world, and one e-mail of a made-up name; there is no card country, no device, no delivery address, and the account's age is not told. So rules
about countries, devices, e-mails and new accounts have nothing to go on: honest and fraudulent payments of one customer differ in
amount and hour only. The file is in no order and is sorted by time before it is scored.

### As written

[aws-frauddetector.map.yaml](../trials/aws-frauddetector.map.yaml) takes the currency column at its word. It is drawn by chance from all currencies of the
world: some are not ISO 4217 (\`NIS\`, \`SPL\`), some amounts have decimals that the currency does not have, and 64.14 may be
so'm or dinars. Most amounts have no rate in the policy, so what rules can say of them is unknown.

${imported(awsAsWritten.said)}

${summary(awsAsWritten)}

${rules(awsAsWritten)}

### With amounts read as US dollars

[aws-frauddetector-usd.map.yaml](../trials/aws-frauddetector-usd.map.yaml): the spread of prices is the same in every currency, so they
were drawn as dollars before a currency was put beside them.

${imported(awsDollars.said)}

${summary(awsDollars)}

${rules(awsDollars)}

\`tripline backtest\` on the same file, which comes to the same counts:

${backtested(awsDollars.tested)}

With seven payments per customer there is hardly a history to compare with, and half the truth is missing: a rule that hits 20 labelled payments
may as well have hit 10 or 30 frauds. Read this table as a proof that the import works on a foreign file, not as a measure of the rules.
`
}
