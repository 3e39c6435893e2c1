/** JSON escapes of what PostgreSQL keeps in no text: the character 0, and halves of a surrogate pair. */
const SUSPECT = /\\u0000|\\ud[89a-f]/i

/** The same with U+FFFD in place of characters that no database text can hold: one such record would stop the desk for good. */
export function storable<Value extends object>(value: Value): Value {
  return SUSPECT.test(JSON.stringify(value)) ? (mended(value) as Value) : value
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '\ufffd').replaceAll(/\p{Surrogate}/gu, '\ufffd')
  if (Array.isArray(value)) return value.map(mended)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [mended(key), mended(each)]))
}
