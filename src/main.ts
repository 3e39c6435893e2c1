#!/usr/bin/env node
/** The `tripline` command: reads arguments, calls one function of src/cli, turns its answer into an exit code. */
import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { addCaseCommands } from './cli/desk/case-commands.ts'
import { addEvidenceCommands } from './cli/desk/evidence-commands.ts'
import { addImportCommand } from './cli/import-command.ts'

const EXIT_WRONG_USE = 2

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

const program = new Command('tripline')
  .description('Scores every payment on a stream against rule files that analysts write.')
  .version(version)
  .showHelpAfterError('(run with --help for the options)')
  .exitOverride()

const rulesOption = () => new Option('--rules <dir>', 'folder of rule files').default('rules')
const detailOption = () =>
  new Option('--detail <detail>', 'what a decision lists: what its hits read, or every velocity')
    .choices(['hits', 'all'])
    .default('hits')
const formatOption = () =>
  new Option('--format <format>', 'how problems are printed').choices(['human', 'github', 'json']).default('human')

program
  .command('score')
  .description('score a file of payments, one JSON object a line (gzip too), into one decision a line')
  .addOption(rulesOption())
  .option('--in <file>', 'payments to read, - for standard input', '-')
  .option('--outcomes <file>', 'what became of payments later, one JSON object a line; counted in order of time')
  .option('--out <file>', 'where decisions go, - for standard output', '-')
  .option('--reviews <file>', 'where flagged payments go too, with what to check next')
  .option('--rejects <file>', 'where lines that could not be read are listed, with line, code and place')
  .addOption(detailOption())
  .action(async options => exit((await import('./cli/score.ts')).scoreCommand(options)))

program
  .command('run')
  .description('score the stream: Kafka and Redis where the settings name them, embedded where they do not')
  .option('--settings <file>', 'a YAML file of settings; the environment wins over it')
  .action(async options => exit((await import('./cli/run.ts')).runCommand(options)))

program
  .command('intake')
  .description('take what payment gateways post, check its signature, and store it for `run`; answers only after that')
  .option('--settings <file>', 'a YAML file of settings; the environment wins over it')
  .action(async options => exit((await import('./cli/intake.ts')).intakeCommand(options)))

program
  .command('desk')
  .description('keep what happened in a database and open cases: from Kafka where the settings name it, or from files')
  .option('--settings <file>', 'a YAML file of settings; the environment wins over it')
  .addOption(new Option('--rules <dir>', 'folder of rule files; `rules.dir` of the settings unless said'))
  .option('--database <place>', 'postgres://… or a folder; `desk.database_url` of the settings unless said')
  .option('--payments <file>', 'payments to read, one JSON object a line')
  .option('--decisions <file>', 'what was decided about them: what `tripline score` wrote')
  .option('--outcomes <file>', 'what became of them later, one JSON object a line')
  .action(async options => exit((await import('./cli/desk/desk.ts')).deskCommand(options)))

addCaseCommands(program, exit)
addEvidenceCommands(program, exit)

program
  .command('report')
  .description('what came in, what was done about it, what it cost and how the rules did, by day, week or month')
  .addOption(new Option('--period <period>', 'how long').choices(['day', 'week', 'month']).default('week'))
  .option('--date <date>', 'a day within the period, 2026-03-14; the last one that has ended unless said')
  .option('--time-zone <zone>', 'whose days: Europe/Berlin', 'UTC')
  .addOption(new Option('--format <format>', 'how it is written').choices(['md', 'html', 'csv', 'json']).default('md'))
  .option('--section <name>', 'only this section: rules, declines, programmes …')
  .option('--out <file>', 'where it goes, - for standard output', '-')
  .addOption(rulesOption())
  .option('--database <place>', 'postgres://… or a folder; `desk.database_url` of the settings unless said')
  .option('--settings <file>', 'a YAML file of settings; the environment wins over it')
  .action(async options => exit((await import('./cli/report/report.ts')).reportCommand(options)))

program
  .command('warm')
  .argument('[velocity...]', 'names of velocities; those that need more than the standard columns where none is named')
  .description('fill velocities that are new from the payments that Kafka still has, while the stream goes on')
  .option('--settings <file>', 'a YAML file of settings; the environment wins over it')
  .action(async (names, options) => exit((await import('./cli/warm.ts')).warmCommand(names, options)))

program
  .command('check')
  .argument('[dir]', 'folder of rule files', 'rules')
  .description('find every mistake in the rule files')
  .addOption(formatOption())
  .option('--strict', 'end with 1 for warnings too')
  .action(async (dir, options) => exit((await import('./cli/check.ts')).checkCommand(dir, options)))

program
  .command('test')
  .argument('[dir]', 'folder of rule files', 'rules')
  .description('run the tests inside the rule files')
  .option('--strict', 'move each number of each condition one step, and ask that some test fails')
  .option('--coverage', 'ask that the tests see each line of `when` and `unless` both hold and not hold')
  .option('--known-good [file]', 'ask that no live rule hits ordinary payments: those of a file, or made-up ones')
  .addOption(formatOption())
  .action(async (dir, options) => exit((await import('./cli/test.ts')).testCommand(dir, options)))

program
  .command('explain')
  .description('say why a payment is decided as it is: every rule, line by line, and how far it was from a hit')
  .addOption(rulesOption())
  .option('--payment <file|id>', 'a file with one payment, - for standard input, or the id of a payment')
  .option(
    '--in <file|topic>',
    'the payments before it, which are counted first: a file, `topic` for the payments topic of the settings, or topic:NAME; the topic, where an id is given and Kafka is set',
  )
  .option('--outcomes <file>', 'what became of payments later, one JSON object a line; counted in order of time')
  .option(
    '--decision <id|file|json>',
    'a decision of before, by the id of its payment, from a file, or written out: says what is decided otherwise now',
  )
  .option('--decisions <file>', 'where to find the decision of an id; the decisions topic of the settings unless said')
  .option('--rule <name>', 'only this rule')
  .addOption(new Option('--format <format>', 'how to print it').choices(['human', 'json']).default('human'))
  .action(async options => exit((await import('./cli/explain.ts')).explainCommand(options)))

program
  .command('promote')
  .argument('<rule>', 'name of the rule')
  .description('say what a rule did lately, then change its mode in its file, and nothing else there')
  .addOption(new Option('--to <mode>', 'the mode that it gets').choices(['live', 'shadow', 'off']).default('live'))
  .addOption(rulesOption())
  .option(
    '--in <file|topic>',
    'payments to try it on first: a file, `topic` for the payments topic of the settings, or topic:NAME; unless said, the decisions of the last 7 days tell, where Kafka is set',
  )
  .option('--outcomes <file>', 'what became of payments later, one JSON object a line; counted in order of time')
  .option('--labels <file>', 'what is known of the payments, as paymentId,label')
  .option('--since <when>', 'look at payments from then on, a day or 30d')
  .action(async (rule, options) => exit((await import('./cli/promote.ts')).promoteCommand(rule, options)))

program
  .command('snooze')
  .argument('[rule]', 'name of the rule')
  .argument('[key=value]', 'for whom, for example ip=203.0.113.9')
  .description('silence a rule for one value of a key until a day')
  .option('--until <day>', 'the last day, for example 2026-12-31')
  .option('--by <who>', 'who answers for it')
  .option('--why <text>', 'why its hits are not wanted')
  .option('--end', 'end it now')
  .option('--list', 'show what is snoozed')
  .addOption(rulesOption())
  .action(async (rule, pair, options) => exit((await import('./cli/snooze.ts')).snoozeCommand(rule, pair, options)))

const list = program.command('list').description('change and show lists of values')

list
  .command('add')
  .argument('<list>', 'name of the list')
  .argument('<value>', 'what it is to hold')
  .description('add an entry to the file of a list')
  .option('--expires <day>', 'the last day on which it counts, for example 2026-12-31')
  .option('--owner <who>', 'who answers for it')
  .option('--reason <why>', 'why it is there')
  .addOption(rulesOption())
  .action(async (name, value, options) => exit((await import('./cli/list.ts')).listAddCommand(name, value, options)))

list
  .command('remove')
  .argument('<list>', 'name of the list')
  .argument('<value>', 'what it is no longer to hold')
  .description('take an entry out of the file of a list')
  .addOption(rulesOption())
  .action(async (name, value, options) => exit((await import('./cli/list.ts')).listRemoveCommand(name, value, options)))

list
  .command('show')
  .argument('[list]', 'name of the list; all lists without it')
  .argument('[value]', 'what is looked for; all entries without it')
  .description('show lists, their entries, or what a list holds of a value')
  .addOption(rulesOption())
  .action(async (name, value, options) => exit((await import('./cli/list.ts')).listShowCommand(name, value, options)))

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
  .option('--outcomes <file>', 'what became of payments later, one JSON object a line; counted in order of time')
  .option('--labels <file>', 'what is known of them, as paymentId,label')
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
  .action(async options => exit((await import('./cli/backtest/backtest.ts')).backtestCommand(options)))

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
  .option('--outcomes <file>', 'what became of payments later, one JSON object a line; counted in order of time')
  .option('--labels <file>', 'what is known of them, as paymentId,label')
  .option('--database <place>', 'postgres://… or a folder; `desk.database_url` of the settings unless said')
  .option('--settings <file>', 'a YAML file of settings; the environment wins over it')
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
  .action(async options => exit((await import('./cli/suggest/suggest.ts')).suggestCommand(options)))

addImportCommand(program, exit)

program
  .command('generate')
  .description('make realistic payments with known fraud patterns mixed in, always the same for one seed')
  .option('--count <n>', 'how many payments', '4000')
  .option('--seed <n>', 'which stream', '1')
  .option('--fraud-share <share>', 'share of payments that belong to a fraud pattern')
  .option('--out <file>', 'where payments go, - for standard output', '-')
  .option('--labels <file>', 'where the truth goes, as paymentId,pattern')
  .option(
    '--outcomes <file>',
    'where refunds, warnings, chargebacks and the like go that come of them later, one JSON object a line',
  )
  .addOption(
    new Option('--to <target>', 'write to a file, or to the payments topic of the settings')
      .choices(['file', 'kafka'])
      .default('file'),
  )
  .option('--rate <n>', 'payments a second, with the time of sending as their time; as fast as possible without it')
  .action(async options => exit((await import('./cli/generate.ts')).generateCommand(options)))

program
  .command('demo')
  .description('play a made-up stream through the pipeline and show what was flagged and why')
  .addOption(rulesOption())
  .option('--count <n>', 'how many payments', '4000')
  .option('--seed <n>', 'which stream', '1')
  .option('--out <file>', 'where decisions go', 'out/decisions.ndjson')
  .action(async options => exit((await import('./cli/demo.ts')).demoCommand(options)))

program
  .command('settings')
  .description('list every setting with its value and where it comes from')
  .option('--settings <file>', 'a YAML file of settings')
  .addOption(new Option('--format <format>', 'how to print them').choices(['human', 'json', 'md']).default('human'))
  .action(async options => exit((await import('./cli/settings.ts')).settingsCommand(options)))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

async function exit(command: Promise<number>): Promise<void> {
  process.exitCode = await command
}

/** Wrong use has been explained by commander already; anything else is a bug or an outage and says so. */
function exitCodeOf(error: unknown): number {
  if (error instanceof Error && 'exitCode' in error && 'code' in error && String(error.code).startsWith('commander.')) {
    return error.exitCode === 0 ? 0 : EXIT_WRONG_USE
  }
  if (!(error instanceof Error)) console.error(error)
  else
    console.error(
      `tripline: ${['Outage', 'Unable'].includes(error.name) ? error.message : (error.stack ?? error.message)}`,
    )
  return 1
}
