/** How a script begins that knows nothing of a mark: the epoch of every log has to be looked at. */
export const DISTRUST = 'local trusts = false'

/** The field of a mark that counts how often a log was compacted; no partition has this name. */
export const COMPACTIONS = 'compactions'

/**
 * The same act as `script`, which begins with `DISTRUST`, done only if the state is still the one that the process knows, and
 * with a mark of how far the partitions are counted.
 *
 * KEYS     as there, then the mark: a hash with the state's `id`, how many `compactions` there were, and, for each partition, the
 *          offset before which all is counted
 * ARGV     as there, then the id that the process knows; then per partition three: its name, the offset that it must have
 *          reached, the offset that it reaches with this call; then the number of partitions, and of compactions that it knows
 * Output   as there, then the number of compactions (4); or the one byte 255, and nothing done, when the state is another one
 *          or a partition stands further back
 *
 * A log that this process has read in this state can only have become another one by compaction: while there was none, its
 * epoch need not be looked at.
 */
export function marked(script: string): string {
  if (!script.startsWith(DISTRUST)) throw new Error('a script that does not say whether it trusts the logs')
  return `
${DISTRUST}
local function act()
${script.slice(DISTRUST.length)}
end
local remove = table.remove
local mark, compactions, partitions = remove(KEYS), remove(ARGV), tonumber(remove(ARGV))
local names, from, to = {}, {}, {}
for i = partitions, 1, -1 do to[i], from[i], names[i] = remove(ARGV), remove(ARGV), remove(ARGV) end
local id = remove(ARGV)
local held = redis.call('HMGET', mark, 'id', '${COMPACTIONS}', unpack(names))
if held[1] ~= id then return '\\255' end
local further = {}
for i = 1, partitions do
  local stands = tonumber(held[i + 2] or 0)
  if stands < tonumber(from[i]) then return '\\255' end
  if stands < tonumber(to[i]) then
    further[#further + 1] = names[i]
    further[#further + 1] = to[i]
  end
end
trusts = (held[2] or '0') == compactions
local reply = act()
if #further > 0 then redis.call('HSET', mark, unpack(further)) end
return reply .. struct.pack('<I4', tonumber(held[2] or 0))
`
}

/** The first byte of the answer when the state was lost; no judgement and no state of a log has this number. */
export const STATE_LOST = 255
