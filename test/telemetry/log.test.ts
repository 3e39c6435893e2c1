import { expect, test } from 'vitest'
import { collectingLog, createLog, type LogLevel } from '../../src/telemetry/log.ts'

function logged(level: LogLevel, write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(createLog(level, { write: line => void lines.push(line) }))
  return lines.map(line => JSON.parse(line) as Record<string, unknown>)
}

test('a line is JSON with level, time and message, and secrets are blanked in message and fields', () => {
  const [line] = logged('info', log => log.warn('redis://:pw@h:1 is down', { waitedMs: 20, password: 'pw' }))
  expect(line).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    message: 'redis://:[redacted]@h:1 is down',
    waitedMs: 20,
    password: '[redacted]',
  })
})

test.each<[LogLevel, string[]]>([
  ['debug', ['error', 'warn', 'info', 'debug']],
  ['info', ['error', 'warn', 'info']],
  ['error', ['error']],
  ['silent', []],
])('at level %s', (level, expected) => {
  const lines = logged(level, log => {
    log.error('a')
    log.warn('b')
    log.info('c')
    log.debug('d')
  })
  expect(lines.map(line => line.level)).toEqual(expected)
})

test('an error keeps its name, code and stack', () => {
  const error = Object.assign(new RangeError('out'), { code: 'E1' })
  const [line] = logged('info', log => log.error('stopped', { error }))
  expect(line?.error).toMatchObject({
    name: 'RangeError',
    message: 'out',
    code: 'E1',
    stack: expect.stringContaining('log.test'),
  })
})

test('the collecting log keeps lines for a test to look at', () => {
  const log = collectingLog()
  log.info('one', { email: 'a@b.example' })
  log.debug('two')
  expect(log.lines).toEqual([
    { level: 'info', message: 'one', fields: { email: '[redacted]' } },
    { level: 'debug', message: 'two', fields: {} },
  ])
})
