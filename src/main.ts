#!/usr/bin/env node
/** The `tripline` command: reads arguments, calls one function of src/cli, turns its answer into an exit code. */
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addHistoryCommands } from './cli/commands/history-commands.ts'
import { addRuleCommands } from './cli/commands/rule-commands.ts'
import { addSetupCommands } from './cli/commands/setup-commands.ts'
import { addStreamCommands } from './cli/commands/stream-commands.ts'
import { addTrialCommands } from './cli/commands/trial-commands.ts'
import { addCaseCommands } from './cli/desk/case-commands.ts'
import { addEvidenceCommands } from './cli/desk/evidence-commands.ts'

const EXIT_WRONG_USE = 2

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

const program = new Command('tripline')
  .description('Scores every payment on a stream against rule files that analysts write.')
  .version(version)
  .showHelpAfterError('(run with --help for the options)')
  .exitOverride()

addStreamCommands(program, exit)
addCaseCommands(program, exit)
addEvidenceCommands(program, exit)
addHistoryCommands(program, exit)
addRuleCommands(program, exit)
addTrialCommands(program, exit)
addSetupCommands(program, exit)

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
