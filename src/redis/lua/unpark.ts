/**
 * Forgets parked outcomes that are counted by now.
 *
 * KEYS     payments' parked outcomes
 * Output   nothing
 */
export const UNPARK = `
redis.call('DEL', unpack(KEYS))
return ''
`
