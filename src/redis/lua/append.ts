import { APPEND_LOGS } from './append-logs.ts'
import { DISTRUST } from './marked.ts'

/**
 * Appends records that have been judged already to the logs of one shard of a Redis Cluster, and reads what this process
 * has not seen of these logs.
 *
 * KEYS     one per log
 * ARGV[1]  epoch of logs that begin now, 8 random bytes
 * ARGV[2]  records of 64 bytes
 * ARGV[3]  plan, as `APPEND_LOGS` expects it
 * ARGV[4…] lifetimes of logs, milliseconds, 0 for ever
 * Output   what `APPEND_LOGS` leaves in `reply`
 */
export const APPEND = `${DISTRUST}
local call, sub, byte, char, concat = redis.call, string.sub, string.byte, string.char, table.concat
local epoch, records, plan = ARGV[1], ARGV[2], ARGV[3]
local accepted, reply = {}, { '' }
for i = 1, #records / 64 do accepted[i] = sub(records, i * 64 - 63, i * 64) end
local firstLog, lastLog, lifetimes = 1, #KEYS, 3
${APPEND_LOGS}
return concat(reply)
`
