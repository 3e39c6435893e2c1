/**
 * A log up to this long is written anew with each append, in just the bytes that it needs: APPEND makes Redis set aside
 * up to as much again, and most logs are short. Longer ones would cost too much to copy.
 */
const EXACT_BYTES_MAX = 464

/**
 * A piece of script that appends records to logs and reads what a process has not seen of them.
 *
 * Expects  `trusts`, true when no log was compacted since the process last looked; `call`, `sub`, `byte`, `concat`; KEYS `firstLog` … `lastLog`, the logs; `plan`, per log: number of records (2),
 *          number of its lifetime or 0 to leave it (2, with the highest bit where its epoch is to be looked at in any case), length
 *          that the process knows or 0 (4), epoch that it knows (8),
 *          then the number of each record from 0 (2 each); `accepted`, the records by number from 1, nil for those that are
 *          not to be appended; `epoch` of logs that begin now, 8 bytes; ARGV `lifetimes` + 1 … the lifetimes of logs,
 *          milliseconds, 0 for ever; `reply`, a list
 * Leaves   in `reply`, per log one byte (LOG_STATE in src/redis/append-reply.ts), followed, where it says so, by a length (4)
 *          and that many bytes of the log as it was before this call
 *
 * All numbers are unsigned and little endian.
 */
export const APPEND_LOGS = `
local at = 1
for log = firstLog, lastLog do
  local key = KEYS[log]
  local c0, c1, t0, t1, s0, s1, s2, s3 = byte(plan, at, at + 7)
  local count, keep, seen = c0 + c1 * 256, t0 + t1 * 256, s0 + s1 * 256 + s2 * 65536 + s3 * 16777216
  local knownEpoch, looks = sub(plan, at + 8, at + 15), not trusts
  if keep > 32767 then keep, looks = keep - 32768, true end
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

  local ms, before, held = ARGV[lifetimes + keep]
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
  elseif seen > 0 and seen <= before and (not looks or (held and sub(held, 1, 8) or call('GETRANGE', key, 0, 7)) == knownEpoch) then
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
`
