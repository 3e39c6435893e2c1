import { type Command, Option } from 'commander'
import { GATEWAYS } from '../../evidence/gateway-fields.ts'
import type { Exit } from '../commands/exit.ts'
import { databaseOption, settingsOption } from '../commands/options.ts'

const gather = (value: string, before: string[] = []): string[] => [...before, value]

/** `tripline playbook` and `tripline evidence`. What they need is loaded when they are called. */
export function addEvidenceCommands(program: Command, exit: Exit): void {
  const at = (command: Command): Command =>
    command
      .argument('<case>', 'its name, or the part after the day')
      .option('--playbook <name>', 'a playbook of rules/playbooks; the one that covers the reason unless said')
      .addOption(settingsOption())
      .option('--rules <dir>', 'folder of rule files, with playbooks and a policy that says who may do what')
      .addOption(databaseOption())
      .option('--json', 'print JSON')

  at(program.command('playbook').description('what to do about a dispute: the questions, and the letter at the end'))
    .option('--answer <yes|no>', 'answers to the questions that nothing stored answers, in their order', gather)
    .option('--as <person>', 'note the result in the case: a name under `cases.people` of the policy')
    .action(async (written, options) => exit((await import('./playbook.ts')).playbookCommand(written, options)))

  at(
    program
      .command('evidence')
      .description('what there is to win a dispute with, what is missing, and the pack to send'),
  )
    .option('--add <kind=file>', 'add a file to the case; again for more', gather)
    .option('--say <kind=text>', 'add a text, such as tracking_number=…; again for more', gather)
    .option('--out <dir>', 'write the pack: one PDF, and one ZIP with everything and its hashes')
    .addOption(new Option('--for <gateway>', "with the gateway's own field names").choices(GATEWAYS))
    .option('--as <person>', 'who does it: a name under `cases.people` of the policy; needed to add and to write')
    .action(async (written, options) => exit((await import('./evidence.ts')).evidenceCommand(written, options)))
}
