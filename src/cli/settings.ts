import colors from 'picocolors'
import type { Problem } from '../model/problem.ts'
import type { Setting } from '../settings/setting.ts'
import { SETTING_NAMES, SETTINGS, type SettingName, variableOf } from '../settings/table.ts'
import { type LoadedSettings, readSettings } from '../settings.ts'

export interface SettingsOptions {
  settings?: string
  format: 'human' | 'json' | 'md'
}

/** `tripline settings`: every setting with its value and where it comes from. Exits 1 when a setting is wrong. */
export async function settingsCommand({ settings: path, format }: SettingsOptions): Promise<number> {
  const loaded = readSettings(process.env, path)
  process.stdout.write(`${printed[format](loaded)}\n`)
  for (const problem of loaded.problems) process.stderr.write(`${settingProblemText(problem)}\n`)
  return loaded.problems.some(({ severity }) => severity === 'error') ? 1 : 0
}

/** One mistake in the settings: where, what, and what to do about it. */
export function settingProblemText({ code, severity, message, field, place, suggestion }: Problem): string {
  const where = place === undefined ? field : `${place.file}:${place.line}:${place.column}`
  const what = `${where === undefined ? '' : `${where}: `}${severity}[${code}]: ${message}`
  return suggestion === undefined ? what : `${what}\n  = ${suggestion}`
}

const printed = { human: settingsText, json: settingsJson, md: settingsMarkdown }

interface Row {
  name: SettingName
  variable: string
  setting: Setting<unknown>
  /** Masked where secret; empty where absent. */
  value: string
  source: string
}

function rowsOf({ settings, sources }: LoadedSettings): Row[] {
  return SETTING_NAMES.map(name => {
    const setting: Setting<unknown> = SETTINGS[name]
    const source = sources.get(name) ?? 'default'
    return { name, variable: variableOf(name), setting, value: setting.show(settings[name]), source }
  })
}

export function settingsText(loaded: LoadedSettings): string {
  const rows = rowsOf(loaded)
  const nameWidth = Math.max(...rows.map(({ name }) => name.length))
  const valueWidth = Math.min(32, Math.max(...rows.map(({ value }) => value.length)))
  const lines = rows.map(({ name, value, source, setting }) => {
    const shown = `${name.padEnd(nameWidth)}  ${(value || '-').padEnd(valueWidth)}  ${source.padEnd(11)}`
    return `${source === 'default' ? shown : colors.bold(shown)}  ${setting.help}`
  })
  const hint =
    'Set one in the environment (kafka.brokers is TRIPLINE_KAFKA_BROKERS) or in a YAML file: --settings FILE.'
  return [...lines, '', hint].join('\n')
}

export function settingsJson(loaded: LoadedSettings): string {
  const rows = rowsOf(loaded).map(({ name, variable, setting, value, source }) => ({
    name,
    variable,
    type: setting.type,
    value: value === '' ? null : value,
    source,
    default: defaultOf(setting) || null,
    unit: setting.unit ?? null,
    limits: setting.limits ?? null,
    secret: setting.secret,
    help: setting.help,
    absent: setting.absent ?? null,
  }))
  return JSON.stringify(rows, null, 2)
}

/** The page of the manual: what can be set, whatever is set here. */
export function settingsMarkdown(): string {
  const rows = SETTING_NAMES.map(name => {
    const setting: Setting<unknown> = SETTINGS[name]
    const initial = defaultOf(setting)
    const kind = [setting.type, setting.unit === undefined ? '' : ` (${setting.unit})`].join('')
    const cells = [
      `\`${name}\``,
      `\`${variableOf(name)}\`${setting.secret ? ' or `…_FILE`' : ''}`,
      setting.limits === undefined ? kind : `${kind}: ${setting.limits}`,
      initial === '' ? (setting.absent ?? 'none') : setting.secret ? initial : `\`${initial}\``,
      setting.help,
    ]
    return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return [
    '# Settings',
    '',
    'Made by `tripline settings --format md`; `tripline settings` shows the values in force and where each comes from.',
    '',
    'A setting is given as an environment variable or in a YAML file that `--settings FILE` or `TRIPLINE_SETTINGS` names.',
    'The environment wins. An empty variable counts as not set. A name that is not in this table is a mistake, and all',
    'mistakes are reported at once. A secret can also be read from a file: `TRIPLINE_KAFKA_SASL_PASSWORD_FILE=/run/secrets/kafka`.',
    '',
    '```yaml',
    'kafka:',
    '  brokers: [kafka-1:9092, kafka-2:9092]',
    'redis:',
    '  url: redis://redis:6379',
    'metadata:',
    '  fields: { campaign: text, basket_size: number }',
    '```',
    '',
    '| setting | variable | type and limits | default | what it does |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

/** A secret's default is a word for it, not the value. */
function defaultOf(setting: Setting<unknown>): string {
  if (!setting.secret) return setting.show(setting.default)
  return setting.default === undefined ? '' : 'a built-in one, for development only'
}
