import { type Command, Option } from 'commander'
import type { Exit } from './exit.ts'
import { databaseOption, rulesOption, settingsOption } from './options.ts'

/** What reads back what was stored: `report` the desk, `warm` the payments that Kafka has. Each is loaded when it is called. */
export function addHistoryCommands(program: Command, exit: Exit): void {
  program
    .command('report')
    .description('what came in, what was done about it, what it cost and how the rules did, by day, week or month')
    .addOption(new Option('--period <period>', 'how long').choices(['day', 'week', 'month']).default('week'))
    .option('--date <date>', 'a day within the period, 2026-03-14; the last one that has ended unless said')
    .option('--time-zone <zone>', 'whose days: Europe/Berlin', 'UTC')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['md', 'html', 'csv', 'json']).default('md'),
    )
    .option('--section <name>', 'only this section: rules, declines, programmes …')
    .option('--out <file>', 'where it goes, - for standard output', '-')
    .addOption(rulesOption())
    .addOption(databaseOption())
    .addOption(settingsOption())
    .action(async options => exit((await import('../report/report.ts')).reportCommand(options)))

  program
    .command('warm')
    .argument(
      '[velocity...]',
      'names of velocities; those that need more than the standard columns where none is named',
    )
    .description('fill velocities that are new from the payments that Kafka still has, while the stream goes on')
    .addOption(settingsOption())
    .action(async (names, options) => exit((await import('../warm.ts')).warmCommand(names, options)))
}
