/**
 * A log up to this long is written anew with each append, in just the bytes that it needs: APPEND makes Redis set aside
 * up to as much again, and most logs are short. Longer ones would cost too much to copy.
 */
export const EXACT_BYTES_MAX = 464

/** How many logs are read by one command: what they hold is in memory twice for that long. */
const READ_AT_ONCE = 128

/**
 * A piece of script that appends records to logs and reads what a process has not seen of them.
 *
 * Expects  `trusts`, true when no log was compacted since the process last looked; `call`, `sub`, `byte`, `concat`; KEYS `firstLog` … `lastLog`, the logs; `plan`, how many of the logs come first that are to be read whole (4), then
 *          per log: length that the process knows or 0 (4), number of records (2), number of its lifetime or 0 to leave it (2, with
 *          the highest bit where its epoch is to be looked at in any case), the number of each record from 0 (2 each), the epoch
 *          that it knows (8); `accepted`, the records by number from 1, nil for those that are
 *          not to be appended; `epoch` of logs that begin now, 8 bytes; ARGV `lifetimes` + 1 … the lifetimes of logs,
 *          milliseconds, 0 for ever; `reply`, a list of one
 * Leaves   in `reply`, per log one byte (LOG_STATE in src/redis/append-reply.ts), followed, where it says so, by a length (4)
 *          and that many bytes of the log as it was before this call
 *
 * All numbers are unsigned and little endian. MGET takes what is no string for nothing: STRLEN then breaks the script off, as any
 * other command would.
 */
export const APPEND_LOGS = `
local packed = struct.unpack
local header = epoch .. '\\0\\0\\0\\0\\0\\0\\0\\0'
local at, answers, part, partFrom, partTo = 5, 1, nil, firstLog, firstLog - 1
local lastWhole = firstLog - 1 + packed('<I4', plan)
for log = firstLog, lastLog do
  local key = KEYS[log]
  local seen, count, keep, first = packed('<I4I2I2I2', plan, at)
  local looks = not trusts
  if keep > 32767 then keep, looks = keep - 32768, true end
  local mine
  if count == 1 then
    mine = accepted[first + 1] or ''
  else
    local parts, size = {}, 0
    for i = at + 8, at + 6 + count * 2, 2 do
      local low, high = byte(plan, i, i + 1)
      local record = accepted[low + high * 256 + 1]
      if record then
        size = size + 1
        parts[size] = record
      end
    end
    mine = concat(parts)
  end
  at = at + 16 + count * 2

  local before, held
  if log <= lastWhole then
    if log > partTo then
      partFrom, partTo = log, math.min(log + ${READ_AT_ONCE - 1}, lastWhole)
      part = call('MGET', unpack(KEYS, partFrom, partTo))
    end
    held = part[log - partFrom + 1] or ''
    before = #held
  elseif mine == '' then
    before = call('STRLEN', key)
  else
    before = call('APPEND', key, mine) - #mine
    if before == 0 then call('DEL', key) end
  end
  if mine ~= '' and (before == 0 or (held and before <= ${EXACT_BYTES_MAX})) then
    local ms, written = ARGV[lifetimes + keep]
    if before > 0 then
      if keep == 0 then
        written = call('SET', key, held .. mine, 'KEEPTTL')
      elseif ms == '0' then
        written = call('SET', key, held .. mine)
      else
        written = call('SET', key, held .. mine, 'PX', ms)
      end
    elseif keep == 0 or ms == '0' then
      written = call('SET', key, header .. mine, 'NX')
    else
      written = call('SET', key, header .. mine, 'NX', 'PX', ms)
    end
    if not written then call('STRLEN', key) end
  else
    if held and mine ~= '' then call('APPEND', key, mine) end
    if keep > 0 then
      local ms = ARGV[lifetimes + keep]
      if ms == '0' then call('PERSIST', key) else call('PEXPIRE', key, ms) end
    end
  end

  local state, bytes
  if before == 0 then
    state = '\\0'
  elseif seen > 0 and seen <= before and (not looks or (held and sub(held, 1, 8) or call('GETRANGE', key, 0, 7)) == sub(plan, at - 8, at - 1)) then
    if seen == before then
      state = '\\1'
    else
      state, bytes = '\\2', held and sub(held, seen + 1) or call('GETRANGE', key, seen, before - 1)
    end
  else
    state, bytes = '\\3', held or call('GETRANGE', key, 0, before - 1)
  end
  answers = answers + 1
  reply[answers] = state
  if bytes then
    reply[answers + 1] = struct.pack('<I4', #bytes)
    reply[answers + 2] = bytes
    answers = answers + 2
  end
end
`
