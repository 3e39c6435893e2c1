/**
 * A piece of script that judges the events of a batch by their identities: the same as `judge` in src/velocity/judge.ts.
 *
 * Expects  `call`, `sub`, `byte`, `char`; `events`, how many there are; KEYS 1 … events, their identities; `claims`, per
 *          event: content (8 bytes), state (8 bytes, the first is the kind that a change to it counts as, or 0)
 * Leaves   `judged`, per event one byte (JUDGED in src/velocity/encoded-batch.ts); `pending`, the identities to write
 */
export const JUDGE_EVENTS = `
local known = {}
for from = 1, events, 1000 do
  local part = call('MGET', unpack(KEYS, from, math.min(from + 999, events)))
  if events <= 1000 then
    known = part
  else
    for i = 1, #part do known[from + i - 1] = part[i] end
  end
end

local judged, pending = {}, {}
for i = 1, events do
  local key, claim = KEYS[i], sub(claims, i * 16 - 15, i * 16)
  local held = pending[key] or known[i]
  if not held then
    judged[i] = '\\0'
    pending[key] = claim
  elseif sub(held, 1, 8) ~= sub(claim, 1, 8) then
    judged[i] = '\\3'
  elseif sub(held, 1, 16) == claim then
    judged[i] = '\\1'
  else
    local state = sub(claim, 9)
    local kind, found, authorized = byte(state), false, byte(held, 9) == 3
    for at = 17, #held, 8 do
      found = sub(held, at, at + 7) == state
      if found then break end
      authorized = authorized or byte(held, at) == 3
    end
    local counts = kind == 2 or (kind == 3 and not authorized)
    if found then
      judged[i] = counts and '\\5' or '\\4'
    else
      judged[i] = counts and '\\2' or '\\4'
      pending[key] = held .. state
    end
  end
end
`
