/** Answers of Redis that waiting or an operator mends; any other is a mistake of ours. */
const OUTAGE_CODES = new Set(
  'LOADING BUSY READONLY OOM MISCONF MASTERDOWN NOREPLICAS CLUSTERDOWN TRYAGAIN MOVED ASK NOAUTH WRONGPASS NOPERM UNKILLABLE'.split(
    ' ',
  ),
)

/** How Redis 7.0 and later say, from within a script, that the user may not do what the script does. */
const NOT_PERMITTED_IN_SCRIPT = /user executing the script can't|ACL failure in script/i

/** What an operator can do about it, by the code of an answer or of a failed connection. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['NOPERM', 'give the user of redis.url what docs/redis.md lists'],
  ['WRONGPASS', 'check user and password in redis.url or redis.password'],
  ['NOAUTH', 'Redis asks for a password: set redis.password'],
  ['READONLY', 'this Redis is a replica: let redis.url lead to its master, or promote it'],
  ['OOM', 'Redis has reached maxmemory: raise it, or give it more room'],
  ['MISCONF', 'Redis cannot write to its disk: its log says why'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'name the authority that signed it in redis.tls_ca_file'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'name it in redis.tls_ca_file'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'name the authority that signed it in redis.tls_ca_file'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'name the authority that signed it in redis.tls_ca_file'],
  ['CERT_HAS_EXPIRED', 'the certificate of Redis has to be renewed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate of Redis has to name the host of redis.url'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'Redis does not speak TLS there: use its TLS port, or redis:// in redis.url'],
  ['EPROTO', 'Redis does not speak TLS there: use its TLS port, or redis:// in redis.url'],
])

/** Whether Redis answered with something that waiting or an operator mends. */
export function isOutageAnswer(error: Error): boolean {
  return OUTAGE_CODES.has(codeOf(error))
}

/** The error's own words, and what to do where that is known. */
export function explainOutage(error: Error): string {
  // What ioredis says of it names one of its settings, which is none of ours.
  if (error.name === 'MaxRetriesPerRequestError') return 'the connection broke before Redis answered'
  const remedy = REMEDIES.get(codeOf(error))
  return remedy === undefined ? error.message : `${error.message}; ${remedy}`
}

/** The first word of an answer (`NOPERM …`), or the code of a failed connection. */
export function codeOf(error: Error): string {
  if (NOT_PERMITTED_IN_SCRIPT.test(error.message)) return 'NOPERM'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.message.split(' ', 1)[0]!
}
