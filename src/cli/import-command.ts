import { type Command, Option } from 'commander'
import { GATEWAYS } from '../decode/gateways/gateway-table.ts'

/** `tripline import`. The work is loaded when it is called. */
export function addImportCommand(program: Command, exit: (command: Promise<number>) => Promise<void>): void {
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
    .action(async options => exit((await import('./import-either.ts')).importEitherCommand(options)))
}
