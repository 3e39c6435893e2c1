/**
 * The same act as `script`, done only if the state is still the one that the process knows, and with a mark of how far the
 * partitions are counted.
 *
 * KEYS     as there, then the mark: a hash with the state's `id` and, for each partition, the offset before which all is counted
 * ARGV     as there, then the id that the process knows; then per partition three: its name, the offset that it must have
 *          reached, the offset that it reaches with this call; then the number of partitions
 * Output   as there; or the one byte 255, and nothing done, when the state is another one or a partition stands further back
 */
export function marked(script: string): string {
  return `
local function act()
${script}
end
local remove = table.remove
local mark, partitions = remove(KEYS), tonumber(remove(ARGV))
local names, from, to = {}, {}, {}
for i = partitions, 1, -1 do to[i], from[i], names[i] = remove(ARGV), remove(ARGV), remove(ARGV) end
local id = remove(ARGV)
local held = redis.call('HMGET', mark, 'id', unpack(names))
if held[1] ~= id then return '\\255' end
local further = {}
for i = 1, partitions do
  local stands = tonumber(held[i + 1] or 0)
  if stands < tonumber(from[i]) then return '\\255' end
  if stands < tonumber(to[i]) then
    further[#further + 1] = names[i]
    further[#further + 1] = to[i]
  end
end
local reply = act()
if #further > 0 then redis.call('HSET', mark, unpack(further)) end
return reply
`
}

/** The first byte of the answer when the state was lost; no judgement and no state of a log has this number. */
export const STATE_LOST = 255
