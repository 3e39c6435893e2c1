/** A payment or an outcome in the JSON form of its topic, while it is being put together. */
export type JsonObject = { [key: string]: string | number | JsonObject | JsonObject[] }

/**
 * Sets the value at the end of a path of names and makes the objects on the way. `items` is a list, of which the path means
 * the first.
 */
export function put(object: JsonObject, path: readonly string[], value: JsonObject[string]): void {
  let at: JsonObject = object
  for (let step = 0; step < path.length - 1; step++) {
    const name = path[step]!
    const next = at[name]
    if (Array.isArray(next)) at = next[0]!
    else if (typeof next === 'object') at = next
    else {
      const made: JsonObject = {}
      at[name] = name === 'items' ? [made] : made
      at = made
    }
  }
  at[path[path.length - 1]!] = value
}
