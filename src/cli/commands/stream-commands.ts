import { type Command, Option } from 'commander'
import type { Exit } from './exit.ts'
import { databaseOption, outcomesOption, rulesOption, settingsOption } from './options.ts'

const detailOption = () =>
  new Option('--detail <detail>', 'what a decision lists: what its hits read, or every velocity')
    .choices(['hits', 'all'])
    .default('hits')

/** The commands that work on the stream itself: `score`, `run`, `intake` and `desk`. Each is loaded when it is called. */
export function addStreamCommands(program: Command, exit: Exit): void {
  program
    .command('score')
    .description('score a file of payments, one JSON object a line (gzip too), into one decision a line')
    .addOption(rulesOption())
    .option('--in <file>', 'payments to read, - for standard input', '-')
    .addOption(outcomesOption())
    .option('--out <file>', 'where decisions go, - for standard output', '-')
    .option('--reviews <file>', 'where flagged payments go too, with what to check next')
    .option('--rejects <file>', 'where lines that could not be read are listed, with line, code and place')
    .addOption(detailOption())
    .action(async options => exit((await import('../score.ts')).scoreCommand(options)))

  program
    .command('run')
    .description('score the stream: Kafka and Redis where the settings name them, embedded where they do not')
    .addOption(settingsOption())
    .action(async options => exit((await import('../run.ts')).runCommand(options)))

  program
    .command('intake')
    .description(
      'take what payment gateways post, check its signature, and store it for `run`; answers only after that',
    )
    .addOption(settingsOption())
    .action(async options => exit((await import('../intake.ts')).intakeCommand(options)))

  program
    .command('desk')
    .description(
      'keep what happened in a database and open cases: from Kafka where the settings name it, or from files',
    )
    .addOption(settingsOption())
    .addOption(new Option('--rules <dir>', 'folder of rule files; `rules.dir` of the settings unless said'))
    .addOption(databaseOption())
    .option('--payments <file>', 'payments to read, one JSON object a line')
    .option('--decisions <file>', 'what was decided about them: what `tripline score` wrote')
    .option('--outcomes <file>', 'what became of them later, one JSON object a line')
    .action(async options => exit((await import('../desk/desk.ts')).deskCommand(options)))
}
