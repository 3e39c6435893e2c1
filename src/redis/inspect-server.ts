/** What a server says of itself that an operator has to hear. */
export interface ServerReport {
  version: string
  /** Set when Tripline cannot work on it. */
  refusal?: string
  /** What puts velocities at risk, with what to do about it. */
  warnings: string[]
}

/** `SET … KEEPTTL` came with it, and users with rights of their own. */
const VERSION_MIN = [6, 0] as const

/** Reads the answer to `INFO`. */
export function inspectServer(info: string): ServerReport {
  const facts = factsOf(info)
  const version = facts.get('redis_version') ?? 'of unknown version'
  const warnings: string[] = []
  const policy = facts.get('maxmemory_policy')
  if (policy !== undefined && policy !== 'noeviction') {
    warnings.push(
      `Redis may drop velocities when it runs out of memory, and nobody would notice: maxmemory-policy is ${policy}; set it to noeviction (CONFIG SET maxmemory-policy noeviction, and in redis.conf)`,
    )
  }
  if (facts.get('role') === 'slave') {
    warnings.push('this Redis is a replica, which takes no writes; let redis.url lead to its master, or promote it')
  }
  return isOlder(version) ? { version, refusal: tooOld(version), warnings } : { version, warnings }
}

function tooOld(version: string): string {
  return `Redis ${version} is too old: ${VERSION_MIN.join('.')} is the least, 7.0 or later is what Tripline is tested with`
}

function isOlder(version: string): boolean {
  const [major = Number.NaN, minor = 0] = version.split('.').map(Number)
  return major < VERSION_MIN[0] || (major === VERSION_MIN[0] && minor < VERSION_MIN[1])
}

function factsOf(info: string): Map<string, string> {
  const facts = new Map<string, string>()
  for (const line of info.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) facts.set(line.slice(0, colon), line.slice(colon + 1))
  }
  return facts
}
