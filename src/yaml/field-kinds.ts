import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { Field } from './fields.ts'
import { describeNode, placeOf, type YamlNode, type YamlScalar } from './yaml-node.ts'

type Schema = Record<string, unknown>

export function required<T>(field: Field<T>): Field<T> {
  return { ...field, required: true }
}

/** One line or a paragraph of text. A number without quotes is taken as it is written. */
export function text(help: string, lengthMax = 2000): Field<string> {
  return {
    help,
    required: false,
    schema: { type: 'string', maxLength: lengthMax },
    read(node, problems, key) {
      const scalar = readTextScalar(node, problems, key)
      if (scalar === undefined) return undefined
      const value = scalar.text.trim()
      if (value !== '' && value.length <= lengthMax) return value
      const message = value === '' ? `\`${key}\` is empty` : `\`${key}\` is longer than ${lengthMax} characters`
      problems.add('bad-value', placeOf(node), message)
      return undefined
    },
  }
}

/** One text, or a list of them, as scalars, so that each can be read further with its place. */
export function lines(help: string, linesMax = 100): Field<YamlScalar[]> {
  return {
    help,
    required: false,
    schema: { type: ['array', 'string'], items: { type: 'string' }, maxItems: linesMax },
    read(node, problems, key) {
      const items = node.kind === 'list' ? node.items : [node]
      if (items.length > linesMax)
        problems.add('bad-value', placeOf(node), `\`${key}\` has more than ${linesMax} lines`)
      const read = items.slice(0, linesMax).map(item => readTextScalar(item, problems, key))
      return read.filter(item => item !== undefined)
    },
  }
}

export function wholeNumber(help: string, min: number, max: number): Field<number> {
  return number(help, { type: 'integer', minimum: min, maximum: max }, min, max, true)
}

export function decimalNumber(help: string, min: number, max: number): Field<number> {
  return number(help, { type: 'number', minimum: min, maximum: max }, min, max, false)
}

function number(help: string, schema: Schema, min: number, max: number, whole: boolean): Field<number> {
  const wanted = `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`
  return {
    help,
    required: false,
    schema,
    read(node, problems, key) {
      if (node.kind !== 'scalar' || typeof node.value !== 'number') {
        const quoted = node.kind === 'scalar' && typeof node.value === 'string' && /^-?\d+(\.\d+)?$/.test(node.value)
        problems.add('wrong-type', placeOf(node), `\`${key}\` is ${wanted}, not ${describeNode(node)}`, {
          ...(quoted ? { suggestion: 'leave the quotes out' } : {}),
        })
        return undefined
      }
      const fits = node.value >= min && node.value <= max && (!whole || Number.isInteger(node.value))
      if (fits) return node.value
      problems.add('bad-value', placeOf(node), `\`${key}\` is ${wanted}`)
      return undefined
    },
  }
}

/** A share as people write it: `2%`, `0.5%`. Read as a number from 0 to 1. */
export function percent(help: string): Field<number> {
  return {
    help,
    required: false,
    schema: { type: 'string', pattern: '^[0-9]{1,3}(\\.[0-9]{1,4})?%$' },
    read(node, problems, key) {
      const written = node.kind === 'scalar' ? /^(\d{1,3}(?:\.\d{1,4})?)%$/.exec(node.text.trim()) : null
      const share = written === null ? undefined : Number(written[1]) / 100
      if (share !== undefined && share <= 1) return share
      problems.add('bad-value', placeOf(node), `\`${key}\` is a share from 0% to 100%, not ${describeNode(node)}`, {
        suggestion: `for example \`${key}: 2%\``,
      })
      return undefined
    },
  }
}

export function choice<const T extends string>(help: string, choices: readonly T[]): Field<T> {
  return {
    help,
    required: false,
    schema: { enum: choices },
    read(node, problems, key) {
      const written = node.kind === 'scalar' ? node.text : undefined
      const chosen = choices.find(each => each === written)
      if (chosen !== undefined) return chosen
      const meant = written === undefined ? undefined : didYouMean(written, choices)
      problems.add(
        'bad-value',
        placeOf(node),
        `\`${key}\` is one of ${choices.join(', ')}, not ${describeNode(node)}`,
        {
          ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
        },
      )
      return undefined
    },
  }
}

/** Left as it is, for a reader that knows more. */
export function raw(help: string, schema: Schema): Field<YamlNode> {
  return { help, required: false, schema, read: node => node }
}

function readTextScalar(node: YamlNode, problems: ProblemList, key: string): YamlScalar | undefined {
  if (node.kind === 'scalar' && (typeof node.value === 'string' || typeof node.value === 'number')) return node
  const colon = node.kind === 'map' && node.entries.length > 0
  problems.add('wrong-type', placeOf(node), `\`${key}\` takes text, not ${describeNode(node)}`, {
    ...(colon ? { suggestion: 'a `: ` inside makes YAML see a key; put the whole line in single quotes' } : {}),
    ...(node.kind === 'scalar' && typeof node.value === 'boolean'
      ? { suggestion: `put it in quotes: "${node.text}"` }
      : {}),
  })
  return undefined
}
