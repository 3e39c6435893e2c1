import { describe, expect, test } from 'vitest'
import { loadSettings, readSettings } from '../src/settings.ts'

const load = (text: string, environment = {}) => loadSettings(environment, { name: 'tripline.yaml', text })

/** `line:column code message` for each problem. */
const placed = (text: string) =>
  load(text).problems.map(({ code, message, place }) => `${place?.line}:${place?.column} ${code} ${message}`)

describe('a settings file', () => {
  test('groups and dotted names mean the same; what was typed is what counts', () => {
    const { settings, sources, problems } = load(
      [
        '# how we run it',
        'kafka:',
        '  brokers: [a:9092, "b:9092"]',
        '  sasl_mechanism: plain',
        '  sasl_username: 0123',
        '  sasl_password: 1e3',
        'http.port: 9000',
        'secret: "sixteen letters!"',
        'redis: { url: ~ }',
        'metadata:',
        '  fields: { campaign: text, vip: boolean }',
      ].join('\n'),
    )
    expect(problems).toEqual([])
    expect(settings['kafka.brokers']).toEqual(['a:9092', 'b:9092'])
    expect(settings['kafka.sasl_username']).toBe('0123')
    expect(settings['kafka.sasl_password']).toBe('1e3')
    expect(settings['http.port']).toBe(9000)
    expect(settings['redis.url']).toBeUndefined()
    expect(settings['metadata.fields']).toEqual({ campaign: 'text', vip: 'boolean' })
    expect(sources.get('http.port')).toBe('file')
  })

  test('the environment wins', () => {
    const { settings, sources } = load('http: { port: 9000, host: 0.0.0.0 }', { TRIPLINE_HTTP_PORT: '9001' })
    expect([settings['http.port'], sources.get('http.port')]).toEqual([9001, 'environment'])
    expect([settings['http.host'], sources.get('http.host')]).toEqual(['0.0.0.0', 'file'])
  })

  test.each(['', '# nothing\n', 'kafka:\n', '---\n'])('%j sets nothing', text => {
    const { sources, problems } = load(text)
    expect([sources.size, problems]).toEqual([0, []])
  })

  test('every mistake is reported at once, with its place', () => {
    const text = [
      'kafka:',
      '  brokers: [a:9092, b]',
      '  sesion_timeout_ms: 4',
      '  session_timeout_ms: 4',
      'topic: { payments: x }',
      'http: 9000',
      'log: [info]',
      'registry:',
      '  url: { a: { b: c } }',
      'rules.dir: a',
      'rules: { dir: b }',
      '? [a]',
      ': 1',
    ].join('\n')
    expect(placed(text)).toMatchInlineSnapshot(`
      [
        "3:3 unknown-setting there is no setting \`kafka.sesion_timeout_ms\`",
        "5:1 unknown-setting there is no setting \`topic\`",
        "6:7 wrong-type \`http\` is a map of settings",
        "7:6 wrong-type \`log\` is a map of settings",
        "9:8 wrong-type \`registry.url\` must be plain text, a list of texts or a map of texts",
        "11:10 duplicate-key \`rules.dir\` stands here twice",
        "12:3 wrong-type the name of a setting is plain text",
        "2:12 wrong-type \`kafka.brokers\` must be a list of \`host:port\`, and \`b\` is not",
        "4:23 out-of-limits \`kafka.session_timeout_ms\` must be between 6000 and 1800000, not 4",
      ]
    `)
  })

  test.each([
    ['a: 1\na: 2', '2:1 duplicate-key'],
    ['secret: &s sixteen letters!\nrules: { dir: *s }', '2:15 wrong-type'],
    ['kafka: [', '1:9 yaml-syntax'],
    ['\tkafka: 1', '1:1 yaml-syntax'],
    ['just text', '1:1 wrong-type'],
    ['- a', '1:1 wrong-type'],
    ['a: 1\n---\nb: 2', '2:1 yaml-syntax'],
  ])('%j is %s', (text, expected) => {
    expect(
      placed(text).some(each => each.startsWith(expected)),
      placed(text).join('\n'),
    ).toBe(true)
  })

  test('a file that cannot be read is one problem, and the rest is read all the same', () => {
    const { problems, settings } = readSettings({ TRIPLINE_HTTP_PORT: '1' }, '/nowhere/tripline.yaml')
    expect(problems).toMatchObject([{ code: 'unreadable-file', severity: 'error' }])
    expect(settings['http.port']).toBe(1)
  })
})
