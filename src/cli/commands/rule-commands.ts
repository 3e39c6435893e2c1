import { type Command, Option } from 'commander'
import type { Exit } from './exit.ts'
import { addListCommands } from './list-commands.ts'
import { outcomesOption, rulesOption } from './options.ts'

const formatOption = () =>
  new Option('--format <format>', 'how problems are printed').choices(['human', 'github', 'json']).default('human')

/** What a person does with rule files: `check`, `test`, `explain`, `promote`, `snooze` and `list`. Each is loaded when it is called. */
export function addRuleCommands(program: Command, exit: Exit): void {
  program
    .command('check')
    .argument('[dir]', 'folder of rule files', 'rules')
    .description('find every mistake in the rule files')
    .addOption(formatOption())
    .option('--strict', 'end with 1 for warnings too')
    .action(async (dir, options) => exit((await import('../check.ts')).checkCommand(dir, options)))

  program
    .command('test')
    .argument('[dir]', 'folder of rule files', 'rules')
    .description('run the tests inside the rule files')
    .option('--strict', 'move each number of each condition one step, and ask that some test fails')
    .option('--coverage', 'ask that the tests see each line of `when` and `unless` both hold and not hold')
    .option('--known-good [file]', 'ask that no live rule hits ordinary payments: those of a file, or made-up ones')
    .addOption(formatOption())
    .action(async (dir, options) => exit((await import('../test.ts')).testCommand(dir, options)))

  program
    .command('explain')
    .description('say why a payment is decided as it is: every rule, line by line, and how far it was from a hit')
    .addOption(rulesOption())
    .option('--payment <file|id>', 'a file with one payment, - for standard input, or the id of a payment')
    .option(
      '--in <file|topic>',
      'the payments before it, which are counted first: a file, `topic` for the payments topic of the settings, or topic:NAME; the topic, where an id is given and Kafka is set',
    )
    .addOption(outcomesOption())
    .option(
      '--decision <id|file|json>',
      'a decision of before, by the id of its payment, from a file, or written out: says what is decided otherwise now',
    )
    .option(
      '--decisions <file>',
      'where to find the decision of an id; the decisions topic of the settings unless said',
    )
    .option('--rule <name>', 'only this rule')
    .addOption(new Option('--format <format>', 'how to print it').choices(['human', 'json']).default('human'))
    .action(async options => exit((await import('../explain.ts')).explainCommand(options)))

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
    .addOption(outcomesOption())
    .option('--labels <file>', 'what is known of the payments, as paymentId,label')
    .option('--since <when>', 'look at payments from then on, a day or 30d')
    .action(async (rule, options) => exit((await import('../promote.ts')).promoteCommand(rule, options)))

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
    .action(async (rule, pair, options) => exit((await import('../snooze.ts')).snoozeCommand(rule, pair, options)))

  addListCommands(program, exit)
}
