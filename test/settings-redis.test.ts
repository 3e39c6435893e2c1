import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Environment, loadSettings, readSettings } from '../src/settings.ts'

const SECRET = 'sixteen characters'
const codesOf = (environment: Environment) =>
  loadSettings({ TRIPLINE_SECRET: SECRET, ...environment }).problems.map(({ code, field }) => `${code} ${field}`)

describe('how Redis is reached', () => {
  test('is said once, and TLS files only with TLS', () => {
    const user = { TRIPLINE_REDIS_USERNAME: 'tripline', TRIPLINE_REDIS_PASSWORD: 'a password' }
    expect(codesOf({ TRIPLINE_REDIS_URL: 'redis://h', ...user })).toEqual([])
    expect(codesOf({ TRIPLINE_REDIS_URL: 'redis://other:word@h', ...user })).toEqual([
      'clashing-settings TRIPLINE_REDIS_USERNAME',
      'clashing-settings TRIPLINE_REDIS_PASSWORD',
    ])
    expect(codesOf({ TRIPLINE_REDIS_URL: 'redis://h', TRIPLINE_REDIS_TLS_CA_FILE: 'ca.pem' })).toEqual([
      'incomplete-settings TRIPLINE_REDIS_TLS_CA_FILE',
    ])
    expect(codesOf({ TRIPLINE_REDIS_URL: 'rediss://h', TRIPLINE_REDIS_TLS_CERT_FILE: 'own.pem' })).toEqual([
      'incomplete-settings TRIPLINE_REDIS_TLS_CERT_FILE',
    ])
    expect(codesOf({ TRIPLINE_REDIS_URL: 'redis://h/payments' })).toEqual(['wrong-type TRIPLINE_REDIS_URL'])
  })
})

describe('how Kafka is reached', () => {
  test('TLS files only with TLS, a certificate only with its key, a sign-in whole', () => {
    const there = { TRIPLINE_KAFKA_BROKERS: 'b:9093' }
    const own = { TRIPLINE_KAFKA_TLS_CERT_FILE: 'own.pem', TRIPLINE_KAFKA_TLS_KEY_FILE: 'own.key' }
    expect(codesOf({ ...there, TRIPLINE_KAFKA_TLS: 'true', ...own })).toEqual([])
    expect(codesOf({ ...there, ...own })).toEqual(['incomplete-settings TRIPLINE_KAFKA_TLS_CERT_FILE'])
    expect(codesOf({ ...there, TRIPLINE_KAFKA_TLS: 'true', TRIPLINE_KAFKA_TLS_KEY_FILE: 'own.key' })).toEqual([
      'incomplete-settings TRIPLINE_KAFKA_TLS_KEY_FILE',
    ])
    expect(codesOf({ ...there, TRIPLINE_KAFKA_SASL_MECHANISM: 'scram-sha-512' })).toEqual([
      'incomplete-settings TRIPLINE_KAFKA_SASL_MECHANISM',
      'incomplete-settings TRIPLINE_KAFKA_SASL_MECHANISM',
    ])
  })
})

describe('the next secret', () => {
  test('needs Kafka and Redis, and is another one', () => {
    const there = { TRIPLINE_REDIS_URL: 'redis://h', TRIPLINE_KAFKA_BROKERS: 'b:9092' }
    expect(codesOf({ ...there, TRIPLINE_SECRET_NEXT: 'another secret of ours' })).toEqual([])
    expect(codesOf({ ...there, TRIPLINE_SECRET_NEXT: SECRET })).toEqual(['clashing-settings TRIPLINE_SECRET_NEXT'])
    expect(codesOf({ TRIPLINE_SECRET_NEXT: 'another secret of ours' })).toEqual([
      'incomplete-settings TRIPLINE_SECRET_NEXT',
      'incomplete-settings TRIPLINE_SECRET_NEXT',
    ])
  })
})

describe('certificates and keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-pem-'))
  const at = (name: string) => join(folder, name)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const messagesOf = (certificate: string, key: string, server: 'kafka' | 'redis') =>
    readSettings({
      TRIPLINE_SECRET: SECRET,
      TRIPLINE_REDIS_URL: 'rediss://h',
      TRIPLINE_KAFKA_BROKERS: 'h:9093',
      TRIPLINE_KAFKA_TLS: 'true',
      [`TRIPLINE_${server.toUpperCase()}_TLS_CERT_FILE`]: at(certificate),
      [`TRIPLINE_${server.toUpperCase()}_TLS_KEY_FILE`]: at(key),
    }).problems.map(({ message }) => message)

  test.each([
    'kafka',
    'redis',
  ] as const)('for %s are read at the start, and what is wrong with them is said', server => {
    for (const name of ['one', 'two']) {
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', at(`${name}.key`)]
      execFileSync('openssl', ['req', '-x509', ...key, '-subj', '/CN=a', '-out', at(`${name}.pem`)], {
        stdio: 'ignore',
      })
    }
    writeFileSync(at('text'), 'no certificate')
    expect(messagesOf('one.pem', 'one.key', server)).toEqual([])
    expect(messagesOf('one.pem', 'two.key', server)).toEqual([
      `\`${server}.tls_key_file\` holds another key than the one of \`${server}.tls_cert_file\``,
    ])
    expect(messagesOf('text', 'none', server)).toEqual([
      `\`${server}.tls_cert_file\` names a file that holds no certificate in PEM form`,
      `\`${server}.tls_key_file\` names a file that cannot be read: ENOENT`,
    ])
  })
})
