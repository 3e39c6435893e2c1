/** The least that a Redis user of Tripline needs: docs/redis.md says the same, and a test takes each of them away in turn. */
export const KEY_PATTERN = '~v1:*'

export const COMMANDS = [
  'info',
  'eval',
  'evalsha',
  'get',
  'mget',
  'set',
  'del',
  'exists',
  'append',
  'strlen',
  'getrange',
  'pexpire',
  'persist',
  'hgetall',
  'hmget',
  'hset',
  'hsetnx',
] as const

/** Arguments of `ACL SETUSER` for a user that may do just that. */
export function rightsOf(password: string): string[] {
  return ['reset', 'on', `>${password}`, KEY_PATTERN, ...COMMANDS.map(command => `+${command}`)]
}
