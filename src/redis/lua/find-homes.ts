/**
 * Finds the homes of the payments that outcomes are about, and parks the outcomes whose payment is not known yet. One act, so
 * that an outcome and its payment that come at the same moment cannot miss each other.
 *
 * KEYS     per outcome two: its payment's home, its payment's parked outcomes
 * ARGV[1]  how long outcomes stay parked, milliseconds
 * ARGV[2]  per outcome: identity (22), claim (26, src/velocity/outcome-claim.ts)
 * Output   per outcome the length of the home (4) and the home; length 0 when the outcome is parked
 */
export const FIND_HOMES = `
local call, sub = redis.call, string.sub
local lifetime, claims, reply = ARGV[1], ARGV[2], {}
for i = 1, #KEYS / 2 do
  local home = call('GET', KEYS[i * 2 - 1])
  if home then
    reply[i] = struct.pack('<I4', #home) .. home
  else
    local at = (i - 1) * 48 + 1
    call('HSETNX', KEYS[i * 2], sub(claims, at, at + 21), sub(claims, at + 22, at + 47))
    call('PEXPIRE', KEYS[i * 2], lifetime)
    reply[i] = '\\0\\0\\0\\0'
  end
end
return table.concat(reply)
`
