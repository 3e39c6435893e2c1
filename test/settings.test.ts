import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Setting } from '../src/settings/setting.ts'
import { DEVELOPMENT_SECRET, SETTING_NAMES, SETTINGS, variableOf } from '../src/settings/table.ts'
import { type Environment, loadSettings, readSettings } from '../src/settings.ts'

const codesOf = (environment: Environment, text?: string) =>
  loadSettings(environment, text === undefined ? undefined : { name: 't.yaml', text }).problems.map(
    ({ code, field, suggestion }) => [code, field, suggestion].filter(each => each !== undefined).join(' '),
  )

describe('defaults', () => {
  test('nothing given is no problem, and means the embedded parts', () => {
    const { settings, sources, problems } = loadSettings({})
    expect(problems).toEqual([])
    expect(sources.size).toBe(0)
    expect(settings['kafka.brokers']).toBeUndefined()
    expect(settings['redis.url']).toBeUndefined()
    expect(settings['topics.payments']).toBe('payments')
    expect(settings['velocity.identity_keep']).toBe(30 * 86_400_000)
    expect(settings['decisions.emit']).toBe(true)
    expect(settings.secret).toBe(DEVELOPMENT_SECRET)
  })

  test('every default reads back as itself, so that the table keeps its own limits', () => {
    for (const name of SETTING_NAMES) {
      const setting: Setting<unknown> = SETTINGS[name]
      if (setting.default === undefined || setting.secret) continue
      expect(setting.read(setting.show(setting.default)), name).toEqual({ value: setting.default })
    }
  })

  test('each setting has a default or says what its absence means, and one line of help', () => {
    for (const name of SETTING_NAMES) {
      const setting: Setting<unknown> = SETTINGS[name]
      expect((setting.default === undefined) === (setting.absent !== undefined), name).toBe(true)
      expect(setting.help, name).toMatch(/^[^\n]{10,150}\.$/)
    }
  })

  test('variables are distinct and no setting shadows the file of another one', () => {
    const variables = SETTING_NAMES.map(variableOf)
    const files = SETTING_NAMES.filter(name => SETTINGS[name].secret).map(name => `${variableOf(name)}_FILE`)
    const all = [...variables, ...files, 'TRIPLINE_SETTINGS']
    expect(new Set(all).size).toBe(all.length)
    expect(variableOf('kafka.sasl_password')).toBe('TRIPLINE_KAFKA_SASL_PASSWORD')
    expect(all.filter(each => !/^TRIPLINE_[A-Z_]+$/.test(each))).toEqual([])
  })
})

describe('environment', () => {
  test('each kind of value is read', () => {
    const { settings, problems } = loadSettings({
      TRIPLINE_KAFKA_BROKERS: 'a:9092, [::1]:9093,',
      TRIPLINE_KAFKA_TLS: 'true',
      TRIPLINE_FORMAT: 'avro',
      TRIPLINE_REGISTRY_URL: 'http://registry:8081/apis/ccompat/v7',
      TRIPLINE_VELOCITY_CACHE_BYTES_MAX: '64MiB',
      TRIPLINE_VELOCITY_IDENTITY_KEEP: '36h',
      TRIPLINE_METADATA_FIELDS: 'campaign:text, basket_size:number',
      TRIPLINE_HTTP_PORT: '0',
      TRIPLINE_SECRET: 'sixteen letters!',
      HOME: '/root',
    })
    expect(problems).toEqual([])
    expect(settings['kafka.brokers']).toEqual(['a:9092', '[::1]:9093'])
    expect(settings['kafka.tls']).toBe(true)
    expect(settings.format).toBe('avro')
    expect(settings['velocity.cache_bytes_max']).toBe(64 * 1024 * 1024)
    expect(settings['velocity.identity_keep']).toBe(36 * 3_600_000)
    expect(settings['metadata.fields']).toEqual({ campaign: 'text', basket_size: 'number' })
    expect(settings['http.port']).toBe(0)
  })

  test('an empty variable is a variable that nobody filled in', () => {
    const { problems, sources } = loadSettings({ TRIPLINE_REDIS_URL: '', TRIPLINE_SECRET: '', TRIPLINE_HTTP_PORT: '' })
    expect(problems).toEqual([])
    expect(sources.size).toBe(0)
  })

  test('variables of the test suite are not ours to judge', () => {
    expect(codesOf({ TRIPLINE_TEST_KAFKA: 'a:9092' })).toEqual([])
  })

  test.each([
    ['TRIPLINE_KAFKA_BROKER', 'a:1', 'unknown-setting', 'did you mean `TRIPLINE_KAFKA_BROKERS`?'],
    ['TRIPLINE_FROBNICATION_LEVEL_MAX', '1', 'unknown-setting', '`tripline settings` lists them all'],
    ['TRIPLINE_KAFKA_BROKERS', 'kafka', 'wrong-type', undefined],
    ['TRIPLINE_KAFKA_BROKERS', ' , ', 'wrong-type', undefined],
    ['TRIPLINE_KAFKA_TLS', 'yes', 'wrong-type', undefined],
    ['TRIPLINE_FORMAT', 'JSON', 'unknown-choice', 'did you mean `json`?'],
    ['TRIPLINE_LOG_LEVEL', 'warning', 'unknown-choice', 'did you mean `warn`?'],
    ['TRIPLINE_HTTP_PORT', '65536', 'out-of-limits', undefined],
    ['TRIPLINE_HTTP_PORT', '-1', 'wrong-type', undefined],
    ['TRIPLINE_HTTP_PORT', '1e3', 'wrong-type', undefined],
    ['TRIPLINE_HTTP_PORT', '0x10', 'wrong-type', undefined],
    ['TRIPLINE_VELOCITY_CACHE_BYTES_MAX', '64MB', 'wrong-type', undefined],
    ['TRIPLINE_VELOCITY_CACHE_BYTES_MAX', '1KiB', 'out-of-limits', undefined],
    ['TRIPLINE_VELOCITY_IDENTITY_KEEP', '30 days', 'wrong-type', undefined],
    ['TRIPLINE_VELOCITY_IDENTITY_KEEP', '10s', 'out-of-limits', undefined],
    ['TRIPLINE_REDIS_URL', 'redis:6379', 'wrong-type', undefined],
    ['TRIPLINE_REDIS_URL', 'http://redis:6379', 'wrong-type', undefined],
    ['TRIPLINE_TOPICS_PAYMENTS', 'pay ments', 'out-of-limits', undefined],
    ['TRIPLINE_TOPICS_PAYMENTS', '..', 'out-of-limits', undefined],
    ['TRIPLINE_SECRET', 'short', 'out-of-limits', undefined],
    ['TRIPLINE_METADATA_FIELDS', 'a:text,a:number', 'wrong-type', undefined],
    ['TRIPLINE_METADATA_FIELDS', '__proto__:text', 'wrong-type', undefined],
    ['TRIPLINE_METADATA_FIELDS', 'a:date', 'wrong-type', undefined],
  ])('%s=%s is %s', (variable, value, code, suggestion) => {
    const { problems, settings } = loadSettings({ [variable]: value })
    expect(problems).toMatchObject([{ code, severity: 'error', field: variable }])
    expect(problems[0]?.suggestion).toBe(suggestion)
    expect(settings).toEqual(loadSettings({}).settings)
  })

  test('whatever the variables hold, loading never throws and the settings are complete', () => {
    const variable = fc.constantFrom(...SETTING_NAMES.map(variableOf), 'TRIPLINE_SECRET_FILE', 'TRIPLINE_X')
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('1', 'true', 'a:1', '30d', '64MiB', 'http://a', 'redis://a', 'x:text'),
    )
    fc.assert(
      fc.property(fc.dictionary(variable, value), environment => {
        const { settings } = loadSettings(environment)
        expect(Object.keys(settings)).toEqual(SETTING_NAMES)
      }),
    )
  })

  test('no problem repeats a secret', () => {
    const { problems } = loadSettings({ TRIPLINE_SECRET: 'hunter2', TRIPLINE_REDIS_URL: 'rds://u:hunter2@h' })
    expect(problems).toHaveLength(2)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })
})

describe('secrets from files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-settings-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('the line end that an editor leaves is not part of the secret', () => {
    const file = join(folder, 'secret')
    writeFileSync(file, ' a secret with spaces \n')
    const { settings, sources, problems } = readSettings({ TRIPLINE_SECRET_FILE: file })
    expect(problems).toEqual([])
    expect(settings.secret).toBe(' a secret with spaces ')
    expect(sources.get('secret')).toBe('environment')
  })

  test('a file that is not there, and a variable beside it', () => {
    const missing = readSettings({ TRIPLINE_SECRET_FILE: join(folder, 'nothing') }).problems
    expect(missing).toMatchObject([{ code: 'unreadable-file', field: 'TRIPLINE_SECRET_FILE' }])
    expect(missing[0]?.message).toContain('ENOENT')
    const both = { TRIPLINE_SECRET: 'sixteen letters!', TRIPLINE_SECRET_FILE: join(folder, 'secret') }
    expect(readSettings(both).problems).toMatchObject([{ code: 'clashing-settings' }])
  })

  test('only secrets have such a variable', () => {
    expect(codesOf({ TRIPLINE_HTTP_PORT_FILE: 'x' })[0]).toContain('unknown-setting')
  })
})

describe('settings that belong together', () => {
  const kafka = { TRIPLINE_KAFKA_BROKERS: 'a:9092', TRIPLINE_SECRET: 'sixteen letters!' }

  test.each<[string, Environment, string[]]>([
    ['two topics of one name', { TRIPLINE_TOPICS_REVIEWS: 'payments' }, ['clashing-settings TRIPLINE_TOPICS_REVIEWS']],
    [
      'a mechanism without a user',
      { ...kafka, TRIPLINE_KAFKA_SASL_MECHANISM: 'plain' },
      [
        'incomplete-settings TRIPLINE_KAFKA_SASL_MECHANISM set `kafka.sasl_username`',
        'incomplete-settings TRIPLINE_KAFKA_SASL_MECHANISM set `kafka.sasl_password`',
      ],
    ],
    [
      'a wrong mechanism is said once',
      {
        ...kafka,
        TRIPLINE_KAFKA_SASL_MECHANISM: 'gssapi',
        TRIPLINE_KAFKA_SASL_USERNAME: 'u',
        TRIPLINE_KAFKA_SASL_PASSWORD: 'p',
      },
      ['unknown-choice TRIPLINE_KAFKA_SASL_MECHANISM'],
    ],
    [
      'an authority without TLS',
      { ...kafka, TRIPLINE_KAFKA_TLS_CA_FILE: 'ca.pem' },
      ['incomplete-settings TRIPLINE_KAFKA_TLS_CA_FILE set `kafka.tls`'],
    ],
    [
      'Avro without a registry',
      { TRIPLINE_FORMAT: 'avro' },
      ['incomplete-settings TRIPLINE_FORMAT set `registry.url`'],
    ],
    [
      'a queue smaller than a batch',
      { TRIPLINE_QUEUE_RECORDS_MAX: '10' },
      ['clashing-settings TRIPLINE_QUEUE_RECORDS_MAX'],
    ],
  ])('%s', (_, environment, expected) => {
    expect(codesOf(environment)).toEqual(expected)
  })

  test.each([
    'TRIPLINE_REDIS_URL=redis://r:6379',
    'TRIPLINE_KAFKA_BROKERS=k:9092',
  ])('%s with the built-in secret is a warning', given => {
    const [variable = '', value] = given.split('=')
    const { problems } = loadSettings({ [variable]: value })
    expect(problems).toMatchObject([{ code: 'development-secret', severity: 'warning', field: 'secret' }])
  })
})
