import { DEPTH_MAX, KEYS_MAX, type LimitCode } from './limits.ts'
import { PAYMENT, type Shape } from './payment-shape.ts'
import { type Reading, warn } from './reading.ts'
import { isCardNumberName, isSecurityName } from './sensitive-names.ts'

/** A shape made quick to walk: each known name with the shape of what it holds, or null for a plain value. */
type Names = Map<string, Names | null>

function namesOf(shape: Shape): Names {
  return new Map(shape.fields.map(field => [field.name, field.of ? namesOf(field.of) : null]))
}

/** Names that mean something to JavaScript in any object. */
export const isForbiddenName = (name: string): boolean =>
  name === '__proto__' || name === 'constructor' || name === 'prototype'

/** Stands for the inside of `metadata` and of unknown fields: no name is known, but none is counted either. */
const ANY_NAMES: Names = new Map()

/**
 * Visits every field name of a parsed payment or outcome. Unknown fields are counted as warnings, security codes and
 * card numbers under their usual names are noticed, forbidden names refuse the record. Declared metadata may be named
 * anything; top-level fields named in `declared` are metadata too.
 */
export class FieldWalk {
  private readonly declared: ReadonlySet<string>
  private readonly names: Names
  private readonly cardNames: Names | null | undefined
  private reading!: Reading
  private refused: LimitCode | undefined
  private keys = 0

  constructor(declared: ReadonlySet<string>, shape: Shape = PAYMENT) {
    this.declared = declared
    this.names = namesOf(shape)
    this.cardNames = this.names.get('card')
  }

  /** Compares with `reading.keys`, when that is known (not 0), to find names given twice. */
  check(raw: object, reading: Reading): LimitCode | undefined {
    this.reading = reading
    this.refused = undefined
    this.keys = 0
    this.visit(raw as Record<string, unknown>, this.names, 1)
    if (this.refused === undefined && reading.keys > 0 && this.keys < reading.keys) return 'duplicate-key'
    return this.refused
  }

  private visit(object: Record<string, unknown>, names: Names, depth: number): void {
    for (const key in object) {
      this.keys++
      const inner = names.get(key)
      const value = object[key]
      if (inner === null) {
        if (typeof value !== 'object' || value === null) continue
        if (key === 'metadata' && names === this.names) this.visitMetadata(value)
        else this.visitInside(value, depth)
        continue
      }
      if (inner === undefined) this.visitUnknown(key, value, names, depth)
      else if (typeof value === 'object' && value !== null) {
        if (Array.isArray(value)) this.visitList(value, inner, depth)
        else this.visit(value as Record<string, unknown>, inner, depth + 1)
      }
    }
  }

  private visitList(list: readonly unknown[], names: Names, depth: number): void {
    for (const item of list) {
      if (typeof item !== 'object' || item === null) continue
      if (Array.isArray(item)) this.visitList(item, names, this.deeper(depth))
      else this.visit(item as Record<string, unknown>, names, this.deeper(depth))
    }
  }

  private visitMetadata(metadata: object): void {
    for (const key in metadata) {
      this.keys++
      this.refuseForbidden(key)
      if (isSecurityName(key)) warn(this.reading, 'sad-present')
      else if (!this.declared.has(key)) warn(this.reading, 'unknown-field')
      this.visitInside((metadata as Record<string, unknown>)[key], 2)
    }
  }

  private visitUnknown(key: string, value: unknown, names: Names, depth: number): void {
    this.refuseForbidden(key)
    if (names === ANY_NAMES) {
      if (isSecurityName(key)) warn(this.reading, 'sad-present')
    } else if (isSecurityName(key)) warn(this.reading, 'sad-present')
    else if (isCardNumberName(key, names === this.cardNames)) this.reading.cardNumber ??= value
    else if (names !== this.names || !this.declared.has(key)) warn(this.reading, 'unknown-field')
    this.visitInside(value, depth)
  }

  private visitInside(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || this.refused !== undefined) return
    if (ArrayBuffer.isView(value)) return
    this.visitList([value], ANY_NAMES, depth)
  }

  /** Registry formats come without a scan of their bytes, so the limits are checked here again. */
  private deeper(depth: number): number {
    if (depth > DEPTH_MAX) this.refused ??= 'too-deep'
    if (this.keys > KEYS_MAX) this.refused ??= 'too-many-fields'
    return depth + 1
  }

  private refuseForbidden(key: string): void {
    if (isForbiddenName(key)) this.refused ??= 'forbidden-key'
  }
}
