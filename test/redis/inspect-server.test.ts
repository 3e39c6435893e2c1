import { describe, expect, it } from 'vitest'
import { explainOutage, isOutageAnswer } from '../../src/redis/explain-outage.ts'
import { inspectServer } from '../../src/redis/inspect-server.ts'

const info = (version: string, more = '') => `# Server\r\nredis_version:${version}\r\n${more}`

describe('what a server says of itself', () => {
  it('is no news when all is well', () => {
    expect(inspectServer(info('7.0.15', 'maxmemory_policy:noeviction\r\nrole:master\r\n'))).toEqual({
      version: '7.0.15',
      warnings: [],
    })
  })

  it('is a refusal when it lacks what the scripts need, and only then', () => {
    const refused = ['2.8.24', '5.0.14', '6.0.0', '6.2.7', '7.4.1', '10.0.0', 'unstable'].filter(
      version => inspectServer(info(version)).refusal !== undefined,
    )
    expect(refused).toEqual(['2.8.24', '5.0.14'])
    expect(inspectServer(info('5.0.14')).refusal).toContain('6.0 is the least')
  })

  it('is a warning when velocities may be dropped, or when it is a replica', () => {
    const { warnings } = inspectServer(info('7.0.15', 'maxmemory_policy:allkeys-lru\r\nrole:slave\r\n'))
    expect(warnings.map(each => /allkeys-lru.*noeviction|replica/.exec(each) !== null)).toEqual([true, true])
  })
})

describe('what Redis answers', () => {
  const answers = {
    'NOPERM this user has no permissions to access a key': true,
    "ERR The user executing the script can't run this command or subcommand script: d3c2, on @user_script:1.": true,
    'NOPERM ACL failure in script: User tripline has no permissions to run the get command': true,
    'WRONGTYPE Operation against a key holding the wrong kind of value': false,
    'ERR Error compiling script': false,
  }
  it.each(Object.entries(answers))('%s: an outage? %s', (answer, isOutage) => {
    expect(isOutageAnswer(new Error(answer))).toBe(isOutage)
    expect(explainOutage(new Error(answer)).includes('docs/redis.md')).toBe(isOutage)
  })
})
