import type { Command } from 'commander'
import type { Exit } from './exit.ts'
import { rulesOption } from './options.ts'

/** `tripline list …`: the files of values beside the rules. */
export function addListCommands(program: Command, exit: Exit): void {
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
    .action(async (name, value, options) => exit((await import('../list.ts')).listAddCommand(name, value, options)))

  list
    .command('remove')
    .argument('<list>', 'name of the list')
    .argument('<value>', 'what it is no longer to hold')
    .description('take an entry out of the file of a list')
    .addOption(rulesOption())
    .action(async (name, value, options) => exit((await import('../list.ts')).listRemoveCommand(name, value, options)))

  list
    .command('show')
    .argument('[list]', 'name of the list; all lists without it')
    .argument('[value]', 'what is looked for; all entries without it')
    .description('show lists, their entries, or what a list holds of a value')
    .addOption(rulesOption())
    .action(async (name, value, options) => exit((await import('../list.ts')).listShowCommand(name, value, options)))
}
