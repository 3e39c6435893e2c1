/**
 * Remembers where payments are counted, and answers the outcomes that came before them.
 *
 * KEYS     per payment two: its home, its parked outcomes
 * ARGV[1]  how long homes are kept, milliseconds
 * ARGV[2…] per payment: its home (src/velocity/home.ts)
 * Output   nothing when no outcome is parked for any of them; else per payment the number of its parked outcomes (2), and
 *          where there are some the home that stands (length in 4, bytes) and each outcome: identity (22), claim (26)
 *
 * The first home of a payment stays. Parked outcomes stay too, until they are known to be counted: whatever breaks in
 * between, a second call answers them again. Numbers are unsigned and little endian.
 */
export const SAVE_HOMES = `
local call = redis.call
local parked = {}
for i = 2, #KEYS, 2 do
  call('SET', KEYS[i - 1], ARGV[i / 2 + 1], 'NX', 'PX', ARGV[1])
  parked[i / 2] = KEYS[i]
end
if call('EXISTS', unpack(parked)) == 0 then return '' end
local reply = {}
for i = 1, #parked do
  local waiting = call('HGETALL', parked[i])
  reply[#reply + 1] = struct.pack('<I2', #waiting / 2)
  if #waiting > 0 then
    local home = call('GET', KEYS[i * 2 - 1])
    reply[#reply + 1] = struct.pack('<I4', #home) .. home .. table.concat(waiting)
  end
end
return table.concat(reply)
`
