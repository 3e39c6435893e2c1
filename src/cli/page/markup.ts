/** Text that is markup already; everything else is escaped where it is put into some. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Content = string | number | Markup | readonly Content[]

/**
 * Markup with values put in. Texts are escaped, so that a payment id or a reason with tags, quotes or entities in it shows as
 * it is and never acts, in an element as in a quoted attribute.
 */
export function markup(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(texts.map((text, at) => text + (at < values.length ? written(values[at]!) : '')).join(''))
}

function written(value: Content): string {
  if (value instanceof Markup) return value.text
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return value.map(written).join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, character => `&#${character.charCodeAt(0)};`)
}
