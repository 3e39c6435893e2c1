import { JUDGE_EVENTS } from './judge-events.ts'

/**
 * Judges events whose identities are on one shard of a Redis Cluster, and remembers them at once. Their records are appended
 * afterwards, on other shards: whoever finds an event known and its record missing appends it then.
 *
 * KEYS     the identity of each event
 * ARGV[1]  how long identities are kept, milliseconds
 * ARGV[2]  claims, as `JUDGE_EVENTS` expects them
 * Output   what `JUDGE_EVENTS` leaves in `judged`
 */
export const JUDGE = `
local call, sub, byte, char, concat = redis.call, string.sub, string.byte, string.char, table.concat
local events, lifetime, claims = #KEYS, ARGV[1], ARGV[2]
${JUDGE_EVENTS}
for key, value in pairs(pending) do call('SET', key, value, 'PX', lifetime) end
return concat(judged)
`
