/**
 * What can be set, and how it was set. `loadSettings` is pure; `readSettings` fetches the file and the secrets for it.
 * The environment wins over the file, the file over the default, and every mistake is reported at once.
 */
import { readFileSync } from 'node:fs'
import type { Problem } from './model/problem.ts'
import { didYouMean } from './problems/did-you-mean.ts'
import { checkPemFiles, type ReadText } from './settings/check-pem-files.ts'
import { checkTogether } from './settings/check-together.ts'
import { type Environment, fromEnvironment, type ReadSecret, SETTINGS_VARIABLE } from './settings/from-environment.ts'
import { fromFile, type SettingsFile } from './settings/from-file.ts'
import type { Given, SettingSource } from './settings/given.ts'
import type { Reading, Written } from './settings/setting.ts'
import { SETTING_NAMES, SETTINGS, type SettingName, type Settings } from './settings/table.ts'

export interface LoadedSettings {
  /** Complete even when there are problems: a setting that was given wrongly has its default. */
  settings: Settings
  /** Where each setting that was given came from; the others have their default. */
  sources: ReadonlyMap<SettingName, SettingSource>
  problems: Problem[]
}

export function loadSettings(
  environment: Environment,
  file?: SettingsFile,
  readSecret: ReadSecret = noSecretFiles,
  readPem?: ReadText,
): LoadedSettings {
  const fromVariables = fromEnvironment(environment, readSecret)
  const written = file === undefined ? { given: [], problems: [] } : fromFile(file)
  const problems = [...fromVariables.problems, ...written.problems]
  const values = new Map<SettingName, unknown>()
  const origins = new Map<SettingName, Given>()
  const broken = new Set<SettingName>()
  for (const given of [...written.given, ...fromVariables.given]) {
    const reading = read(given.name, given.written)
    if ('mistake' in reading) {
      broken.add(given.name)
      problems.push(problemOf(given, reading.mistake))
    } else {
      values.set(given.name, reading.value)
      origins.set(given.name, given)
    }
  }
  const settings = Object.fromEntries(
    SETTING_NAMES.map(name => [name, values.has(name) ? values.get(name) : SETTINGS[name].default]),
  ) as Settings
  const at = (name: SettingName) => origins.get(name)?.at ?? { field: name }
  problems.push(...checkTogether(settings, at, broken))
  if (readPem !== undefined) problems.push(...checkPemFiles(settings, at, readPem))
  return { settings, sources: new Map([...origins].map(([name, { source }]) => [name, source])), problems }
}

/** Loads settings from this machine: the file is the one named, or else the one that `TRIPLINE_SETTINGS` names. */
export function readSettings(environment: Environment, path = environment[SETTINGS_VARIABLE]): LoadedSettings {
  const readText = (named: string) => readFileSync(named, 'utf8')
  if (!path) return loadSettings(environment, undefined, readText, readText)
  try {
    return loadSettings(environment, { name: path, text: readText(path) }, readText, readText)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const loaded = loadSettings(environment, undefined, readText, readText)
    const message = `the settings file \`${path}\` cannot be read: ${'code' in error ? error.code : error.message}`
    return { ...loaded, problems: [{ code: 'unreadable-file', severity: 'error', message }, ...loaded.problems] }
  }
}

function read(name: SettingName, written: Written): Reading<unknown> {
  return SETTINGS[name].read(written)
}

function problemOf({ name, at, written }: Given, { code, message, choices }: MistakeOf): Problem {
  const problem: Problem = { code, severity: 'error', ...at, message: `\`${at.field ?? name}\` ${message}` }
  const nearest = typeof written === 'string' ? didYouMean(written, choices ?? []) : undefined
  return nearest === undefined ? problem : { ...problem, suggestion: `did you mean \`${nearest}\`?` }
}

type MistakeOf = Extract<Reading<unknown>, { mistake: unknown }>['mistake']

function noSecretFiles(): never {
  throw new Error('no secret files here')
}

export type { Environment, SettingName, SettingSource, Settings, SettingsFile }
