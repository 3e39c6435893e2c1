import { type Command, Option } from 'commander'
import { GATEWAYS } from '../../decode/gateways/gateway-table.ts'
import type { Exit } from './exit.ts'
import { rulesOption } from './options.ts'

/** What one begins with: payments from elsewhere or made up, a demo, and the settings. Each is loaded when it is called. */
export function addSetupCommands(program: Command, exit: Exit): void {
  program
    .command('import')
    .description(
      'turn a CSV or JSON-lines file into payments by a small mapping file, or what a gateway posted into payments and outcomes',
    )
    .option('--map <file>', 'the mapping, YAML')
    .addOption(
      new Option(
        '--gateway <name>',
        'read bodies of this gateway instead: one document, one a line, or a folder of such files',
      )
        .choices(GATEWAYS)
        .conflicts(['map', 'labels']),
    )
    .option('--in <file>', 'the file to read, - for standard input', '-')
    .option('--out <file>', 'where payments go, - for standard output', '-')
    .option('--rejects <file>', 'where rows or bodies that could not be mapped are listed')
    .option('--labels <file>', 'where the label column goes, as paymentId,label')
    .addOption(
      new Option('--outcomes <file>', 'where outcomes of a gateway go, one JSON object a line').conflicts('map'),
    )
    .addOption(new Option('--merchant <id>', 'whose bodies of a gateway these are').conflicts('map'))
    .addOption(
      new Option('--to <target>', 'write what a gateway posted to files, or to the topics of the settings')
        .choices(['file', 'kafka'])
        .default('file')
        .conflicts('map'),
    )
    .action(async options => exit((await import('../import-either.ts')).importEitherCommand(options)))

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
    .action(async options => exit((await import('../generate.ts')).generateCommand(options)))

  program
    .command('demo')
    .description('play a made-up stream through the pipeline and show what was flagged and why')
    .addOption(rulesOption())
    .option('--count <n>', 'how many payments', '4000')
    .option('--seed <n>', 'which stream', '1')
    .option('--out <file>', 'where decisions go', 'out/decisions.ndjson')
    .action(async options => exit((await import('../demo.ts')).demoCommand(options)))

  program
    .command('settings')
    .description('list every setting with its value and where it comes from')
    .option('--settings <file>', 'a YAML file of settings')
    .addOption(new Option('--format <format>', 'how to print them').choices(['human', 'json', 'md']).default('human'))
    .action(async options => exit((await import('../settings.ts')).settingsCommand(options)))
}
