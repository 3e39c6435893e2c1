/**
 * Takes, renews or lets go of a lease.
 *
 * KEYS[1]  the lease
 * ARGV[1]  who asks
 * ARGV[2]  for how long, milliseconds; 0 lets it go
 * Output   `1` when whoever asks held or got it, else `0`
 */
export const LEASE = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return '0' end
if ARGV[2] == '0' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return '1'
`
