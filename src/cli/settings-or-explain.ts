import type { MetadataTypes } from '../enrich/catalogue.ts'
import { readSettings, type Settings } from '../settings.ts'
import { settingProblemText } from './settings.ts'

/** The settings of the environment and of the file, or undefined once their mistakes have been told on standard error. */
export function settingsOrExplain(path?: string): Settings | undefined {
  const { settings, problems } = readSettings(process.env, path)
  for (const problem of problems) console.error(settingProblemText(problem))
  return problems.some(each => each.severity === 'error') ? undefined : settings
}

/** The metadata that payments may carry and rules may name. */
export function metadataOf(settings: Settings): MetadataTypes {
  return new Map(Object.entries(settings['metadata.fields']))
}
