import { APPEND_LOGS } from './append-logs.ts'
import { JUDGE_EVENTS } from './judge-events.ts'
import { DISTRUST } from './marked.ts'

/**
 * The one atomic act on a single Redis: judge the events of a batch by their identities, append the records of those that
 * count to their logs, and read what this process has not seen of these logs.
 *
 * KEYS     1 … n: the identity of each event; then one key per log
 * ARGV[1]  n
 * ARGV[2]  how long identities are kept, milliseconds
 * ARGV[3]  epoch of logs that begin now, 8 random bytes
 * ARGV[4]  claims, as `JUDGE_EVENTS` expects them
 * ARGV[5]  records of 64 bytes: one per event, then those of own logs
 * ARGV[6]  per record of an own log: the number of its event from 0 (2 bytes)
 * ARGV[7]  plan, as `APPEND_LOGS` expects it
 * ARGV[8…] lifetimes of logs, milliseconds, 0 for ever
 * Output   what `JUDGE_EVENTS` leaves in `judged`, then what `APPEND_LOGS` leaves in `reply`
 *
 * Records are appended before identities are written: whatever breaks in between, a second call judges the same and
 * appends again, and readers drop a repeated record.
 */
export const APPEND_AND_READ = `${DISTRUST}
local call, sub, byte, char, concat = redis.call, string.sub, string.byte, string.char, table.concat
local events, lifetime, epoch = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local claims, records, owners, plan = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
${JUDGE_EVENTS}
local function changed(record, state)
  local kind = byte(state)
  local counted = byte(record, 26) == 0 and 0 or 2 ^ (kind - 1)
  return sub(record, 1, 16) .. state .. char(kind, counted) .. sub(record, 27)
end

local accepted, states = {}, {}
for i = 1, events do
  if judged[i] == '\\0' then
    accepted[i] = sub(records, i * 64 - 63, i * 64)
  elseif judged[i] == '\\2' then
    states[i] = sub(claims, i * 16 - 7, i * 16)
    accepted[i] = changed(sub(records, i * 64 - 63, i * 64), states[i])
  end
end
for own = 1, #owners / 2 do
  local low, high = byte(owners, own * 2 - 1, own * 2)
  local event, number = low + high * 256 + 1, events + own
  if accepted[event] then
    local record, state = sub(records, number * 64 - 63, number * 64), states[event]
    accepted[number] = state and changed(record, state) or record
  end
end

local reply = { concat(judged) }
local firstLog, lastLog, lifetimes = events + 1, #KEYS, 7
${APPEND_LOGS}
for key, value in pairs(pending) do call('SET', key, value, 'PX', lifetime) end

return concat(reply)
`
