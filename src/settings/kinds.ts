/** Kinds of setting that hold one plain value. */
import {
  type Kept,
  type Limits,
  MASK,
  make,
  outside,
  type Row,
  type Setting,
  scalar,
  within,
  wrong,
} from './setting.ts'

interface TextLimits {
  pattern?: { test: RegExp; says: string }
  lengthMin?: number
}

export function text<const I extends Row<string>>(row: I & TextLimits): Setting<Kept<string, I>> {
  const { pattern, lengthMin = 1 } = row
  const limits = pattern?.says ?? (lengthMin > 1 ? `at least ${lengthMin} characters` : undefined)
  return make<string, I>(row, {
    type: 'text',
    ...(limits === undefined ? {} : { limits }),
    read: scalar('text', value => {
      if (value.length < lengthMin) return outside(`must have at least ${lengthMin} characters`)
      if (pattern !== undefined && !pattern.test.test(value)) return outside(`must be ${pattern.says}`)
      return { value }
    }),
  })
}

export function path<const I extends Row<string>>(row: I): Setting<Kept<string, I>> {
  return make<string, I>(row, { type: 'path', read: scalar('path', value => ({ value })) })
}

export function url<const I extends Row<string>>(row: I & { schemes: readonly string[] }): Setting<Kept<string, I>> {
  const { schemes } = row
  return make<string, I>(row, {
    type: 'url',
    limits: schemes.map(scheme => `${scheme}://`).join(' or '),
    show: value => value.replace(/^([a-z]+:\/\/[^:/@]*):[^/]*@/i, `$1:${MASK}@`),
    read: scalar('url', value => {
      const isOne = URL.canParse(value) && schemes.some(scheme => value.toLowerCase().startsWith(`${scheme}://`))
      const says = `must be a URL that begins with ${schemes.map(each => `\`${each}://\``).join(' or ')}`
      return isOne ? { value } : wrong(says)
    }),
  })
}

export function boolean<const I extends Row<boolean>>(row: I): Setting<Kept<boolean, I>> {
  return make<boolean, I>(row, {
    type: 'boolean',
    limits: 'true or false',
    read: scalar('boolean', value =>
      value === 'true' || value === 'false'
        ? { value: value === 'true' }
        : wrong(`must be \`true\` or \`false\`, not \`${value}\``),
    ),
  })
}

export function choice<const V extends string, const I extends Row<V>>(
  row: I & { values: readonly V[] },
): Setting<Kept<V, I>> {
  const { values } = row
  return make<V, I>(row, {
    type: 'choice',
    limits: values.join(', '),
    read: scalar<V>('choice', written => {
      const value = values.find(each => each === written)
      if (value !== undefined) return { value }
      const message = `must be one of ${values.map(each => `\`${each}\``).join(', ')}, not \`${written}\``
      return { mistake: { code: 'unknown-choice', message, choices: values } }
    }),
  })
}

export function whole<const I extends Row<number>>(row: I & Limits & { unit: string }): Setting<Kept<number, I>> {
  const { min, max, unit } = row
  return make<number, I>(row, {
    type: 'whole number',
    unit,
    limits: `${min} to ${max}`,
    read: scalar('whole number', written => {
      if (!/^\d{1,15}$/.test(written)) return wrong(`must be a whole number of ${unit}, not \`${written}\``)
      return within(Number(written), { min, max }, String)
    }),
  })
}

/** A part of a whole, from 0 to 1. */
export function share<const I extends Row<number>>(row: I): Setting<Kept<number, I>> {
  const limits = { min: 0, max: 1 }
  return make<number, I>(row, {
    type: 'share',
    limits: '0 to 1',
    read: scalar('share', written => {
      if (!/^\d(\.\d{1,6})?$/.test(written)) return wrong(`must be a share such as \`0.05\`, not \`${written}\``)
      return within(Number(written), limits, String)
    }),
  })
}
