import type { PlainField, PlainShape } from './plain-shape.ts'
import { closingQuote, endOfNumber, endOfScalar, isTextAt, startsAt, UNUSUAL } from './plain-tokens.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const LOWER_N = 0x6e

/** Longer ones are mostly new, and would keep all of the text that they are a part of. */
const SHORT_LENGTH_MAX = 12
const NO_UNITS = new Uint8Array()
const NULL = Buffer.from('null')

const isSpace = (unit = 0): boolean =>
  unit <= 0x20 && (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09)

/**
 * Reads JSON of one known shape in one pass, without building objects of what it meets: each value goes into the slot of its
 * field. Takes only what is beyond doubt: known names, each once, of the types and lengths of the shape, and no backslash.
 * Whatever else there is makes it give up, and the text is read by `JSON.parse`, which finds out what it is.
 */
export class PlainScan {
  /** By slot; undefined where the field is absent or null, true for an object that is there. */
  readonly values: unknown[]
  /** Whether any text begins or ends with a space. */
  hasOuterSpaces = false
  private readonly shape: PlainShape
  private readonly declared: ReadonlySet<string>
  private readonly itemOf: (values: ArrayLike<unknown>) => unknown
  private text = ''
  private units: Uint8Array = NO_UNITS

  /** `itemOf` makes one item of a list of what stands in the slots of its shape; `declared` are the names that a `values` field may hold. */
  constructor(
    shape: PlainShape,
    slots: number,
    declared: ReadonlySet<string>,
    itemOf: (values: ArrayLike<unknown>) => unknown,
  ) {
    this.shape = shape
    this.values = new Array<unknown>(slots).fill(undefined)
    this.declared = declared
    this.itemOf = itemOf
  }

  /** Whether the text was all plain; only then do the values mean anything, and only until the next text. */
  scan(text: string, units: Uint8Array): boolean {
    this.text = text
    this.units = units
    this.hasOuterSpaces = false
    this.values.fill(undefined)
    const start = this.afterSpace(0)
    if (units[start] !== OPEN_OBJECT) return false
    const end = this.object(start + 1, this.shape)
    return end !== UNUSUAL && this.afterSpace(end) === units.length
  }

  /** From behind the brace that opens it to behind the one that closes it; as all of these, answers a position or `UNUSUAL`. */
  private object(from: number, shape: PlainShape): number {
    const { text, units } = this
    let at = this.afterSpace(from)
    let seen = 0
    let last: PlainField | undefined
    if (units[at] === CLOSE_OBJECT) return shape.requiredBits === 0 ? at + 1 : UNUSUAL
    while (true) {
      const expected: PlainField = last === undefined ? shape.first : last.next
      let field: PlainField | undefined = expected
      if (startsAt(units, at, expected.token)) at += expected.token.length
      else {
        if (units[at] !== QUOTE) return UNUSUAL
        const close = text.indexOf('"', at + 1)
        field = shape.byName.get(text.slice(at + 1, close))
        at = this.afterSpace(close + 1)
        if (close < 0 || field === undefined || units[at++] !== COLON) return UNUSUAL
        if (last === undefined) shape.first = field
        else last.next = field
      }
      if ((seen & field.bit) !== 0) return UNUSUAL
      seen |= field.bit
      at = this.value(this.afterSpace(at), field)
      if (at === UNUSUAL) return UNUSUAL
      at = this.afterSpace(at)
      const unit = units[at++]
      if (unit === CLOSE_OBJECT) return (seen & shape.requiredBits) === shape.requiredBits ? at : UNUSUAL
      if (unit !== COMMA) return UNUSUAL
      at = this.afterSpace(at)
      last = field
    }
  }

  private value(at: number, field: PlainField): number {
    const { units } = this
    const unit = units[at]
    if (unit === QUOTE) return field.takesText ? this.string(at + 1, field) : UNUSUAL
    if (unit === LOWER_N) return !field.isRequired && startsAt(units, at, NULL) ? at + 4 : UNUSUAL
    if (unit === OPEN_OBJECT) {
      if (field.isValues) return this.declaredValues(at + 1, field)
      if (field.inner === undefined || field.isList) return UNUSUAL
      this.values[field.slot] = true
      return this.object(at + 1, field.inner)
    }
    if (unit === OPEN_LIST) return field.isList ? this.list(at + 1, field) : UNUSUAL
    return field.takesNumber ? this.number(at, field) : UNUSUAL
  }

  private string(from: number, field: PlainField): number {
    const { text, units } = this
    const { lastText } = field
    if (lastText !== undefined && units[from + lastText.length] === QUOTE && isTextAt(units, from, lastText)) {
      this.values[field.slot] = lastText
      return from + lastText.length + 1
    }
    const close = closingQuote(units, from)
    if (close < 0 || close - from > field.lengthMax) return UNUSUAL
    const value = text.slice(from, close)
    if (field.oneOf !== undefined && !field.oneOf.includes(value)) return UNUSUAL
    if (this.hasSpaces(from, close)) this.hasOuterSpaces = true
    else if (value.length <= SHORT_LENGTH_MAX) field.lastText = value
    this.values[field.slot] = value
    return close + 1
  }

  private number(from: number, field: PlainField): number {
    const end = endOfNumber(this.units, from)
    if (end === UNUSUAL) return UNUSUAL
    const value = Number(this.text.slice(from, end))
    if (field.isWhole ? !Number.isInteger(value) : !Number.isFinite(value)) return UNUSUAL
    this.values[field.slot] = value
    return end
  }

  private list(from: number, field: PlainField): number {
    const { units, values } = this
    const shape = field.inner!
    let items: unknown[] | undefined
    let at = this.afterSpace(from)
    if (units[at] === CLOSE_LIST) {
      values[field.slot] = []
      return at + 1
    }
    while (true) {
      if (units[at] !== OPEN_OBJECT) return UNUSUAL
      for (const { slot } of shape.fields) values[slot] = undefined
      at = this.object(at + 1, shape)
      if (at === UNUSUAL) return UNUSUAL
      const item = this.itemOf(values)
      // Most lists hold one item, and V8 makes room for 17 when the first is added to an empty one.
      if (items === undefined) values[field.slot] = items = [item]
      else if (items.push(item) > field.itemsMax) return UNUSUAL
      at = this.afterSpace(at)
      const unit = units[at++]
      if (unit === CLOSE_LIST) return at
      if (unit !== COMMA) return UNUSUAL
      at = this.afterSpace(at)
    }
  }

  /** Names that were declared, with texts, numbers, `true`, `false` and `null`. */
  private declaredValues(from: number, field: PlainField): number {
    const { text, units } = this
    const kept: Record<string, unknown> = {}
    this.values[field.slot] = kept
    let at = this.afterSpace(from)
    if (units[at] === CLOSE_OBJECT) return at + 1
    while (true) {
      if (units[at] !== QUOTE) return UNUSUAL
      const close = closingQuote(units, at + 1)
      const name = text.slice(at + 1, close)
      if (close < 0 || !this.declared.has(name) || Object.hasOwn(kept, name)) return UNUSUAL
      at = this.afterSpace(close + 1)
      if (units[at] !== COLON) return UNUSUAL
      const start = this.afterSpace(at + 1)
      const end = endOfScalar(units, start)
      if (end === UNUSUAL || end - start - 2 > field.lengthMax) return UNUSUAL
      if (units[start] === QUOTE && this.hasSpaces(start + 1, end - 1)) this.hasOuterSpaces = true
      kept[name] = JSON.parse(text.slice(start, end))
      at = this.afterSpace(end)
      const unit = units[at++]
      if (unit === CLOSE_OBJECT) return at
      if (unit !== COMMA) return UNUSUAL
      at = this.afterSpace(at)
    }
  }

  private hasSpaces(from: number, close: number): boolean {
    return this.units[from]! <= 0x20 || this.units[close - 1]! <= 0x20
  }

  private afterSpace(from: number): number {
    let at = from
    while (at < this.units.length && isSpace(this.units[at])) at++
    return at
  }
}
