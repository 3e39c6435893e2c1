/**
 * A log up to this long is written anew with each append, in just the bytes that it needs: APPEND makes Redis set aside
 * up to as much again, and most logs are short. Longer ones would cost too much to copy.
 */
const EXACT_BYTES_MAX = 1024

/**
 * The one atomic act on Redis: judge the events of a batch by their identities, append the records of those that count to
 * their logs, and read what this process has not seen of these logs.
 *
 * KEYS     1 … n: the identity of each event; then one key per log
 * ARGV[1]  n
 * ARGV[2]  how long identities are kept, milliseconds
 * ARGV[3]  epoch of logs that begin now, 8 random bytes
 * ARGV[4]  per event: content (8 bytes), state (8 bytes, the first is the kind that a change to it counts as, or 0)
 * ARGV[5]  records of 64 bytes: one per event, then those of own logs
 * ARGV[6]  per record of an own log: the number of its event from 0 (2 bytes)
 * ARGV[7]  per log: number of records (2), number of its lifetime or 0 to leave it (2), length that the process knows or
 *          0 (4), epoch that it knows (8), then the number of each record from 0 (2 each)
 * ARGV[8…] lifetimes of logs, milliseconds, 0 for ever
 * Output   one byte per event (JUDGED in src/velocity/encoded-batch.ts), then per log one byte (LOG_STATE in
 *          src/redis/append-reply.ts), followed, where it says so, by a length (4) and that many bytes of the log as it
 *          was before this call
 *
 * All numbers are unsigned and little endian. Records are appended before identities are written: whatever breaks in
 * between, a second call judges the same and appends again, and readers drop a repeated record.
 */
export const APPEND_AND_READ = `
local call, sub, byte, char, concat = redis.call, string.sub, string.byte, string.char, table.concat
local events, lifetime, epoch = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local claims, records, owners, plan = ARGV[4], ARGV[5], ARGV[6], ARGV[7]

local known = {}
for from = 1, events, 1000 do
  local part = call('MGET', unpack(KEYS, from, math.min(from + 999, events)))
  for i = 1, #part do known[from + i - 1] = part[i] end
end

local function changed(record, state, kind)
  local counted = byte(record, 26) == 0 and 0 or 2 ^ (kind - 1)
  return sub(record, 1, 16) .. state .. char(kind, counted) .. sub(record, 27)
end

local judged, accepted, states, pending = {}, {}, {}, {}
for i = 1, events do
  local key, content, state = KEYS[i], sub(claims, i * 16 - 15, i * 16 - 8), sub(claims, i * 16 - 7, i * 16)
  local held = pending[key] or known[i]
  if not held then
    judged[i] = '\\0'
    accepted[i] = sub(records, i * 64 - 63, i * 64)
    pending[key] = content .. state
  elseif sub(held, 1, 8) ~= content then
    judged[i] = '\\3'
  elseif sub(held, 9, 16) == state then
    judged[i] = '\\1'
  else
    judged[i] = '\\4'
    local found, authorized = false, byte(held, 9) == 3
    for at = 17, #held, 8 do
      found = found or sub(held, at, at + 7) == state
      authorized = authorized or byte(held, at) == 3
    end
    if not found then
      pending[key] = held .. state
      local kind = byte(state)
      if kind == 2 or (kind == 3 and not authorized) then
        judged[i] = '\\2'
        accepted[i] = changed(sub(records, i * 64 - 63, i * 64), state, kind)
        states[i] = state
      end
    end
  end
end

for own = 1, #owners / 2 do
  local low, high = byte(owners, own * 2 - 1, own * 2)
  local event, number = low + high * 256 + 1, events + own
  if accepted[event] then
    local record, state = sub(records, number * 64 - 63, number * 64), states[event]
    accepted[number] = state and changed(record, state, byte(state)) or record
  end
end

local reply, at = { concat(judged) }, 1
for log = events + 1, #KEYS do
  local key = KEYS[log]
  local c0, c1, t0, t1, s0, s1, s2, s3 = byte(plan, at, at + 7)
  local count, keep, seen = c0 + c1 * 256, t0 + t1 * 256, s0 + s1 * 256 + s2 * 65536 + s3 * 16777216
  local knownEpoch = sub(plan, at + 8, at + 15)
  at = at + 16
  local mine
  if count == 1 then
    local low, high = byte(plan, at, at + 1)
    mine = accepted[low + high * 256 + 1] or ''
  else
    local parts, size = {}, 0
    for i = at, at + count * 2 - 2, 2 do
      local low, high = byte(plan, i, i + 1)
      local record = accepted[low + high * 256 + 1]
      if record then
        size = size + 1
        parts[size] = record
      end
    end
    mine = concat(parts)
  end
  at = at + count * 2

  local ms, before, held = ARGV[7 + keep]
  if seen > ${EXACT_BYTES_MAX} then
    if mine == '' then before = call('STRLEN', key) else before = call('APPEND', key, mine) - #mine end
  else
    held = call('GET', key) or ''
    before = #held
  end
  if mine ~= '' and (before == 0 or (held and before <= ${EXACT_BYTES_MAX})) then
    local whole = (before == 0 and epoch .. '\\0\\0\\0\\0\\0\\0\\0\\0' or held) .. mine
    if keep == 0 then
      call('SET', key, whole, 'KEEPTTL')
    elseif ms == '0' then
      call('SET', key, whole)
    else
      call('SET', key, whole, 'PX', ms)
    end
  else
    if mine ~= '' and held then call('APPEND', key, mine) end
    if keep > 0 then
      if ms == '0' then call('PERSIST', key) else call('PEXPIRE', key, ms) end
    end
  end

  local state, bytes
  if before == 0 then
    state = '\\0'
  elseif seen > 0 and seen <= before and (held and sub(held, 1, 8) or call('GETRANGE', key, 0, 7)) == knownEpoch then
    if seen == before then
      state = '\\1'
    else
      state, bytes = '\\2', held and sub(held, seen + 1) or call('GETRANGE', key, seen, before - 1)
    end
  else
    state, bytes = '\\3', held or call('GETRANGE', key, 0, before - 1)
  end
  reply[#reply + 1] = state
  if bytes then
    reply[#reply + 1] = struct.pack('<I4', #bytes)
    reply[#reply + 1] = bytes
  end
end

for key, value in pairs(pending) do call('SET', key, value, 'PX', lifetime) end

return concat(reply)
`
