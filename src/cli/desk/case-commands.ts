import { type Command, Option } from 'commander'
import type { AccountAction, Label } from '../../model/case.ts'
import { ACCOUNT_ACTIONS, CASE_KINDS, CASE_STATES, LABELS } from '../../model/case.ts'
import type { Exit } from '../commands/exit.ts'
import { databaseOption, settingsOption } from '../commands/options.ts'
import type { ActOptions } from './case.ts'

type Said = ActOptions & { why?: string }

/** `tripline case …`. Commands are loaded when they are called. */
export function addCaseCommands(program: Command, exit: Exit): void {
  const group = program.command('case').description('work on cases: what waits, and what is done about it')
  const at = (command: Command): Command =>
    command
      .addOption(settingsOption())
      .option('--rules <dir>', 'folder of rule files, whose policy says who may do what')
      .addOption(databaseOption())
      .option('--json', 'print JSON')
  const act = (name: string, description: string): Command =>
    at(group.command(name).argument('<case>', 'its name, or the part after the day').description(description))
      .requiredOption('--as <person>', 'who does it: a name under `cases.people` of the policy')
      .option('--seen <version>', 'refuse when somebody has changed the case since this version')
  const cases = () => import('./case.ts')

  at(group.command('list').description('what waits, most pressing first'))
    .option('--queue <queue>', 'only this queue')
    .addOption(new Option('--kind <kind>', 'only this kind').choices(CASE_KINDS))
    .addOption(new Option('--state <state>', 'only this state').choices(CASE_STATES))
    .option('--assignee <person>', 'only what is theirs')
    .option('--payment <id>', 'only what is about this payment')
    .option('--customer <id>', 'only what is about this customer')
    .option('--overdue', 'only what is late')
    .option('--all', 'what has ended as well')
    .option('--limit <n>', 'how many to show', '50')
    .action(async options => exit((await cases()).caseListCommand(options)))
  at(
    group
      .command('show')
      .argument('<case>', 'its name, or the part after the day')
      .description('all that is known of a case'),
  ).action(async (name, options) => exit((await cases()).caseShowCommand(name, options)))
  at(
    group.command('verify').argument('[case]', 'only this one').description('check that no history was changed'),
  ).action(async (name, options) => exit((await cases()).caseVerifyCommand(name, options)))

  at(
    group
      .command('shipped')
      .argument('[payment]', 'its id')
      .description('say that a payment is on its way, so it is scored no more'),
  )
    .option('--merchant <id>', 'whose payment it is, where payments name merchants')
    .option('--at <time>', 'since when; now unless said')
    .option('--file <file>', 'many of them, one JSON object a line: paymentId, merchantId, shippedAt')
    .action(async (payment, options) => exit((await import('./shipped.ts')).shippedCommand(payment, options)))

  at(group.command('label').description('tell the desk what payments were, from a CSV file; all rows or none'))
    .requiredOption(
      '--in <file>',
      'columns paymentId, label; merchantId, date, reason where there are some; - for standard input',
    )
    .requiredOption('--as <person>', 'who says so: a name under `cases.people` of the policy')
    .action(async options => exit((await import('./label.ts')).labelCommand(options)))

  for (const [name, action, description] of PLAIN) {
    act(name, description)
      .option('--why <text>', 'why, for the history')
      .action(async (written: string, options: Said) =>
        exit((await cases()).caseActCommand(written, options, () => ({ action, text: options.why }))),
      )
  }
  act('note', 'write something down')
    .argument('<text>', 'the note')
    .action(async (written: string, text: string, options: Said) =>
      exit((await cases()).caseActCommand(written, options, () => ({ action: 'note', text }))),
    )
  act('assign', 'give it to somebody')
    .requiredOption('--to <person>', 'to whom')
    .option('--why <text>', 'why, for the history')
    .action(async (written: string, options: Said & { to: string }) =>
      exit(
        (await cases()).caseActCommand(written, options, () => ({
          action: 'assign',
          assignee: options.to,
          text: options.why,
        })),
      ),
    )
  act('resolve', 'decide it; beyond your limit it waits for a second person')
    .requiredOption('--to <resolution>', 'what is done: release, refuse, refund, contest, accept …')
    .addOption(new Option('--label <label>', 'what the payment was').choices(LABELS))
    .option('--why <text>', 'why, for the history')
    .action(async (written: string, options: Said & { to: string; label?: Label }) =>
      exit(
        (await cases()).caseActCommand(written, options, () => ({
          action: 'resolve',
          resolution: options.to,
          label: options.label,
          text: options.why,
        })),
      ),
    )
  act('act', 'do something about a limited account')
    .addArgument(group.createArgument('<what>', 'what to do').choices(ACCOUNT_ACTIONS))
    .option('--customer <id>', 'the account of this customer; the account of the merchant unless said')
    .option('--reversal <id>', 'the pending reversal to cancel')
    .option('--why <text>', 'why, for the history')
    .action(async (written: string, what: AccountAction, options: Said & { customer?: string; reversal?: string }) =>
      exit(
        (await cases()).caseActCommand(written, options, ({ merchant_id }) => ({
          action: 'act',
          text: options.why,
          account: {
            action: what,
            what: options.customer === undefined ? 'merchant' : 'customer',
            id: options.customer ?? merchant_id,
            reversal: options.reversal,
          },
        })),
      ),
    )
}

const PLAIN = [
  ['take', 'take', 'work on it'],
  ['ask', 'ask', 'the customer was asked; it waits for the answer'],
  ['answered', 'answered', 'the customer has answered'],
  ['submit', 'submit', 'evidence was handed in; it waits for the bank'],
  ['approve', 'approve', 'agree to what somebody else proposes'],
  ['reject', 'reject', 'disagree with what somebody else proposes'],
  ['escalate', 'escalate', 'hand it to fraud investigations'],
  ['reopen', 'reopen', 'begin again with one that has ended'],
] as const
