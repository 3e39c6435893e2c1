import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { placeInScalar } from '../yaml/offset-map.ts'
import type { YamlScalar } from '../yaml/yaml-node.ts'
import { TEMPLATE_FIELD_NAMES, type TemplateField } from './template-fields.ts'

/** A template is words and fields in turn. */
export type TemplatePart = string | { field: TemplateField }

const PLACEHOLDER = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g

/** Reads `"Paid on {payment.date}"`; `{{` and `}}` are braces. `onField` is told of each field with where it stands in the text. */
export function readTemplate(
  scalar: YamlScalar,
  problems: ProblemList,
  onField: (field: TemplateField, start: number, end: number) => void,
): TemplatePart[] {
  const { text } = scalar
  const parts: TemplatePart[] = []
  let at = 0
  const words = (part: string): void => {
    const last = parts.length - 1
    if (part === '') return
    if (typeof parts[last] === 'string') parts[last] += part
    else parts.push(part)
  }
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, inside] = match
    const end = match.index + whole.length
    words(text.slice(at, match.index))
    at = end
    if (whole === '{{' || whole === '}}') words(whole[0]!)
    else if (inside === undefined || inside.trim() === '') {
      const message = whole.length === 1 ? 'this brace has no partner' : 'these braces are empty'
      problems.add('bad-placeholder', placeInScalar(scalar, match.index, end), message, {
        suggestion: 'write {name}, or {{ and }} for braces themselves',
      })
    } else {
      const name = inside.trim()
      const field = TEMPLATE_FIELD_NAMES.find(each => each === name)
      if (field === undefined) reportUnknown(scalar, match.index + 1, end - 1, name, problems)
      else {
        parts.push({ field })
        onField(field, match.index + 1, end - 1)
      }
    }
  }
  words(text.slice(at))
  return parts
}

function reportUnknown(scalar: YamlScalar, start: number, end: number, name: string, problems: ProblemList): void {
  const meant = didYouMean(name, TEMPLATE_FIELD_NAMES)
  problems.add('unknown-name', placeInScalar(scalar, start, end), `nothing here is called \`${name}\``, {
    ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
    notes: [`names you can use: ${TEMPLATE_FIELD_NAMES.join(', ')}`],
  })
}

export type FieldValues = Partial<Record<TemplateField, string>>

/** The text with its fields filled in, and the fields that nothing is known of: they stand in brackets, for a person to fill in. */
export function fillTemplate(
  parts: readonly TemplatePart[],
  values: FieldValues,
): { text: string; missing: TemplateField[] } {
  const missing = new Set<TemplateField>()
  const filled = parts.map(part => {
    if (typeof part === 'string') return part
    const value = values[part.field]
    if (value !== undefined) return value
    missing.add(part.field)
    return `[${part.field}: not known]`
  })
  // Templates are written in short lines; a letter has none, only paragraphs.
  const text = filled
    .join('')
    .trim()
    .replaceAll(/([^\n])\n(?!\n)/g, '$1 ')
  return { text, missing: [...missing] }
}
