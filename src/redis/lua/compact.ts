import { COMPACTIONS } from './marked.ts'

/**
 * Replaces the beginning of a log by something shorter that stands for it.
 *
 * KEYS[1]  the log
 * KEYS[2]  the mark of its state, which counts compactions
 * ARGV[1]  the epoch that the process knows, 8 bytes
 * ARGV[2]  how many bytes from the beginning are replaced
 * ARGV[3]  what they are replaced by, with another epoch
 * Output   `1` when that was done; `0`, and nothing done, when the log is another one by now, or gone
 *
 * Logs are only ever appended to, so within one epoch the beginning is what the process has read. Its time to live stays.
 */
export const COMPACT = `
local call, key, from = redis.call, KEYS[1], tonumber(ARGV[2])
if call('GETRANGE', key, 0, 7) ~= ARGV[1] or call('STRLEN', key) < from then return '0' end
call('SET', key, ARGV[3] .. call('GETRANGE', key, from, -1), 'KEEPTTL')
call('HSET', KEYS[2], '${COMPACTIONS}', (tonumber(call('HMGET', KEYS[2], '${COMPACTIONS}')[1]) or 0) + 1)
return '1'
`
