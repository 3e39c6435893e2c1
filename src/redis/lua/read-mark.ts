/**
 * Reads the mark of the state, and begins a state where none has begun.
 *
 * KEYS[1]  the mark
 * ARGV[1]  an id that no state had
 * Output   the fields of the mark, then their values, in turn: `id`, then `topic/partition` with its offset
 */
export const READ_MARK = `
redis.call('HSETNX', KEYS[1], 'id', ARGV[1])
return table.concat(redis.call('HGETALL', KEYS[1]), '\\n')
`
