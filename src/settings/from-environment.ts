import type { Problem } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { Collected } from './given.ts'
import { SETTING_NAMES, SETTINGS, type SettingName, variableOf } from './table.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads the file that a `_FILE` variable names. Throws what the file system throws. */
export type ReadSecret = (path: string) => string

/** Names the settings file itself. */
export const SETTINGS_VARIABLE = 'TRIPLINE_SETTINGS'

const PREFIX = 'TRIPLINE_'
/** Variables of the test suite; they reach the programs that it starts. */
const TEST_PREFIX = 'TRIPLINE_TEST_'

const NAME_OF = new Map<string, SettingName>(SETTING_NAMES.map(name => [variableOf(name), name]))
const SECRET_FILE_OF = new Map<string, SettingName>(
  SETTING_NAMES.filter(name => SETTINGS[name].secret).map(name => [`${variableOf(name)}_FILE`, name]),
)
const KNOWN = [...NAME_OF.keys(), ...SECRET_FILE_OF.keys(), SETTINGS_VARIABLE]

/**
 * The settings among environment variables. An empty variable counts as not set, because that is what compose files and
 * shells make of a variable that nobody filled in.
 */
export function fromEnvironment(environment: Environment, readSecret: ReadSecret): Collected {
  const collected: Collected = { given: [], problems: [] }
  for (const variable of Object.keys(environment).sort()) {
    const written = environment[variable]
    if (!variable.startsWith(PREFIX) || variable.startsWith(TEST_PREFIX) || !written) continue
    const at = { field: variable }
    const name = NAME_OF.get(variable)
    const secretName = SECRET_FILE_OF.get(variable)
    if (name !== undefined) {
      collected.given.push({ name, written, source: 'environment', at })
    } else if (secretName !== undefined) {
      const secret = secretIn(variable, written, environment, secretName, readSecret)
      if (typeof secret === 'string') {
        collected.given.push({ name: secretName, written: secret, source: 'environment', at })
      } else {
        collected.problems.push(secret)
      }
    } else if (variable !== SETTINGS_VARIABLE) {
      collected.problems.push(unknownVariable(variable))
    }
  }
  return collected
}

/** What the file of a `_FILE` variable holds, without the line end that editors and `echo` leave. */
function secretIn(
  variable: string,
  path: string,
  environment: Environment,
  name: SettingName,
  readSecret: ReadSecret,
): string | Problem {
  const problem = { severity: 'error', field: variable } as const
  if (environment[variableOf(name)]) {
    const message = `\`${variable}\` and \`${variableOf(name)}\` are both set`
    return { ...problem, code: 'clashing-settings', message, suggestion: 'set one of them' }
  }
  try {
    return readSecret(path).replace(/\r?\n$/, '')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { ...problem, code: 'unreadable-file', message: `\`${variable}\` names a file that cannot be read: ${why}` }
  }
}

function unknownVariable(variable: string): Problem {
  const nearest = didYouMean(variable, KNOWN)
  return {
    code: 'unknown-setting',
    severity: 'error',
    field: variable,
    message: `there is no setting \`${variable}\``,
    suggestion: nearest === undefined ? '`tripline settings` lists them all' : `did you mean \`${nearest}\`?`,
  }
}
