import { expect, test } from 'vitest'
import { settingProblemText, settingsJson, settingsMarkdown, settingsText } from '../src/cli/settings.ts'
import { loadSettings } from '../src/settings.ts'

const environment = {
  TRIPLINE_KAFKA_BROKERS: 'a:9092,b:9092',
  TRIPLINE_KAFKA_SASL_PASSWORD: 'hunter2',
  TRIPLINE_REDIS_URL: 'redis://:hunter2@redis:6379/0',
  TRIPLINE_HTTP_PRT: '1',
}

test('docs/settings.md is what `tripline settings --format md` prints; renew it with vitest -u', async () => {
  await expect(`${settingsMarkdown()}\n`).toMatchFileSnapshot('../docs/settings.md')
})

test('secrets are masked however the settings are printed', () => {
  const loaded = loadSettings(environment)
  const shown = [settingsText(loaded), settingsJson(loaded), settingsMarkdown()].join('\n')
  expect(shown).not.toContain('hunter2')
  expect(shown).not.toContain(loaded.settings.secret)
  expect(settingsText(loaded)).toContain('redis://:•••@redis:6379/0')
})

test('the list says where each value comes from', () => {
  const rows = JSON.parse(settingsJson(loadSettings(environment))) as { name: string; value: unknown; source: string }[]
  const row = (wanted: string) => rows.find(({ name }) => name === wanted)
  expect(row('kafka.brokers')).toMatchObject({ value: 'a:9092,b:9092', source: 'environment' })
  expect(row('http.port')).toMatchObject({ value: '9464', source: 'default', default: '9464', unit: 'port' })
  expect(row('registry.url')).toMatchObject({ value: null, source: 'default', default: null })
})

test('problems read like the ones of rule files', () => {
  expect(loadSettings(environment).problems.map(settingProblemText).join('\n')).toMatchInlineSnapshot(`
    "TRIPLINE_HTTP_PRT: error[unknown-setting]: there is no setting \`TRIPLINE_HTTP_PRT\`
      = did you mean \`TRIPLINE_HTTP_PORT\`?
    TRIPLINE_KAFKA_SASL_PASSWORD: error[incomplete-settings]: \`kafka.sasl_password\` is set, which has no meaning without \`kafka.sasl_mechanism\`
      = set \`kafka.sasl_mechanism\`
    secret: warning[development-secret]: hashes of cards and e-mails are keyed by the built-in development secret, which everybody knows
      = set \`TRIPLINE_SECRET\` or \`TRIPLINE_SECRET_FILE\` to at least 16 random characters, the same for every process"
  `)
})
