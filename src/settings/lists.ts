/** Kinds of setting that hold several values. */
import { type Kept, make, type Row, type Setting, type Written, wrong } from './setting.ts'

/** A list, in a variable separated by commas. */
export function hostPorts<const I extends Row<readonly string[]>>(row: I): Setting<Kept<readonly string[], I>> {
  return make<readonly string[], I>(row, {
    type: 'list of host:port',
    show: value => value.join(','),
    read(written) {
      if (written instanceof Map) return wrong('must be a list of `host:port`, not a map')
      const value = (typeof written === 'string' ? written.split(',') : [...(written as readonly string[])])
        .map(each => each.trim())
        .filter(each => each !== '')
      const bad = value.find(each => !/^(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/.test(each))
      if (bad !== undefined) return wrong(`must be a list of \`host:port\`, and \`${bad}\` is not`)
      return value.length === 0 ? wrong('must name at least one `host:port`') : { value }
    },
  })
}

/** A list of secrets, in a variable separated by commas. */
export function secrets<const I extends Row<readonly string[]>>(
  row: I & { pattern?: { test: RegExp; says: string } },
): Setting<Kept<readonly string[], I>> {
  const { pattern } = row
  const secret: I & { secret: true } = { ...row, secret: true }
  return make<readonly string[], I>(secret, {
    type: 'list of secrets',
    ...(pattern === undefined ? {} : { limits: pattern.says }),
    read(written) {
      if (written instanceof Map) return wrong('must be a list, not a map')
      const value = (typeof written === 'string' ? written.split(',') : [...(written as readonly string[])])
        .map(each => each.trim())
        .filter(each => each !== '')
      if (pattern !== undefined && value.some(each => !pattern.test.test(each)))
        return wrong(`must each be ${pattern.says}`)
      return value.length === 0 ? wrong('must name at least one') : { value }
    },
  })
}

/** Names with a type each: a YAML map, or `name:type` separated by commas in a variable. */
export function fields<const V extends string, const I extends Row<Readonly<Record<string, V>>>>(
  row: I & { types: readonly V[] },
): Setting<Kept<Readonly<Record<string, V>>, I>> {
  const { types } = row
  const says = `a name and one of ${types.map(each => `\`${each}\``).join(', ')}`
  return make<Readonly<Record<string, V>>, I>(row, {
    type: 'map of name:type',
    limits: `types ${types.join(', ')}`,
    show: value =>
      Object.entries(value)
        .map(([name, type]) => `${name}:${type}`)
        .join(','),
    read(written) {
      const value: Record<string, V> = {}
      for (const [name, given] of pairsOf(written)) {
        const type = types.find(each => each === given)
        if (!/^[A-Za-z_]\w*$/.test(name)) return wrong(`needs ${says}, and \`${name}\` is no name`)
        if (name === '__proto__') return wrong('cannot declare `__proto__`')
        if (Object.hasOwn(value, name)) return wrong(`declares \`${name}\` twice`)
        if (type === undefined) return wrong(`needs ${says}; \`${name}\` has \`${given}\``)
        value[name] = type
      }
      return { value }
    },
  })
}

function pairsOf(written: Written): [string, string][] {
  if (written instanceof Map) return [...written]
  const list = typeof written === 'string' ? written.split(',') : [...(written as readonly string[])]
  return list
    .map(each => each.trim())
    .filter(each => each !== '')
    .map(each => {
      const [name = '', ...rest] = each.split(':')
      return [name.trim(), rest.join(':').trim()]
    })
}
