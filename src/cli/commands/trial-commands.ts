import { type Command, Option } from 'commander'
import type { Exit } from './exit.ts'
import { databaseOption, labelsOption, outcomesOption, rulesOption, settingsOption } from './options.ts'

/** What judges rules by payments of the past: `backtest` and `suggest`. Each is loaded when it is called. */
export function addTrialCommands(program: Command, exit: Exit): void {
  program
    .command('backtest')
    .description('judge rules on payments of the past: hits, precision, recall, and what another ruleset would change')
    .addOption(rulesOption())
    .option('--against <dir>', 'the ruleset to hold it against: what was before')
    .option(
      '--in <file|topic>',
      'payments to read: a file, - for standard input, `topic` for the payments topic of the settings, or topic:NAME',
      '-',
    )
    .addOption(outcomesOption())
    .addOption(labelsOption())
    .option(
      '--sweep <rule:line>',
      'try many values of the number in this line, named by a part of its text or by its place',
    )
    .option('--values <values>', 'the values to try: 1,2,5 or 10..100 or 10..100/5')
    .option('--warm-until <when>', 'payments before only warm the velocities: a day, a moment, or a share of the file')
    .option('--since <when>', 'judge payments from then on, a day or 7d; those before only warm the velocities')
    .option('--until <when>', 'leave out payments of this time and later')
    .option('--examples <n>', 'how many changed payments to list for each change of action', '20')
    .addOption(new Option('--format <format>', 'how to print the report').choices(['human', 'json']).default('human'))
    .option('--threads <n>', 'how many threads; as many as there are processors, up to 4, unless said')
    .option('--html <file>', 'where to write the report as one page with plots')
    .action(async options => exit((await import('../backtest/backtest.ts')).backtestCommand(options)))

  program
    .command('suggest')
    .description(
      `suggest other numbers for rules from labelled payments of the past, with what they would have done; changes no file.
Weighs fraud caught, less --insult-cost of each good payment reviewed, all of each good payment blocked, and --review-cost
a review. Numbers are chosen on the earlier payments and told by what they do on the later ones, and only if they gain there.`,
    )
    .addOption(rulesOption())
    .option(
      '--in <file|topic>',
      "payments to read: a file, - for standard input, `topic` or topic:NAME; the desk's database unless said",
    )
    .addOption(outcomesOption())
    .addOption(labelsOption())
    .addOption(databaseOption())
    .addOption(settingsOption())
    .option('--since <when>', 'look at payments from then on, a day or 90d; those before only warm the velocities')
    .option('--until <when>', 'leave out payments of this time and later')
    .option('--legit-after <time>', 'payments of the desk older than this, 120d, without a label count as good')
    .option('--review-cost <amount>', 'what one review costs, in the base currency', '5')
    .option('--insult-cost <share>', "the share of a good payment's amount that is lost where it is reviewed", '0.1')
    .option(
      '--least-labelled <n>',
      'fraud and good payments that each part must hold, and labelled payments that a suggestion must change in each',
      '10',
    )
    .option('--shadow', 'try the numbers of shadow rules too, as if these were live')
    .addOption(new Option('--format <format>', 'how to print it').choices(['human', 'json']).default('human'))
    .action(async options => exit((await import('../suggest/suggest.ts')).suggestCommand(options)))
}
