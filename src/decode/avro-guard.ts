/**
 * Reads Avro bytes along their writer schema without building anything. avsc believes the counts it reads: a list said to have
 * 2^31 items makes it loop over the end of the bytes, and a map key `__proto__` reaches the prototype.
 */
export type AvroGuard = (bytes: Uint8Array, from: number) => number

/** Answers of a guard that are no position. */
const TRUNCATED = -1
export const FORBIDDEN_NAME = -2

/** A schema that must not be decoded with, and why. */
export class RefusedSchema extends Error {}

const NODES_MAX = 10_000

/** A guard with the fewest bytes that one value takes. */
interface Step {
  guard: AvroGuard
  bytesMin: number
}

type Node = string | Node[] | { [attribute: string]: unknown }

/** Refuses schemas that contain themselves, items of no bytes (a list of a billion nulls fits in ten), and very large ones. */
export function compileAvroGuard(schema: unknown): AvroGuard {
  return new Compiler().step(schema as Node).guard
}

class Compiler {
  private readonly named = new Map<string, Step | 'open'>()
  private nodes = 0

  step(node: Node): Step {
    if (++this.nodes > NODES_MAX) throw new RefusedSchema('the schema is too large')
    if (typeof node === 'string') return PRIMITIVES[node] ?? this.namedStep(node)
    if (Array.isArray(node)) return union(node.map(branch => this.step(branch)))
    switch (node.type) {
      case 'record':
      case 'error':
        return this.define(node, () => sequence((node.fields as { type: Node }[]).map(field => this.step(field.type))))
      case 'array':
        return blocks(this.step(node.items as Node), false)
      case 'map':
        return blocks(this.step(node.values as Node), true)
      case 'enum':
        return this.define(node, () => choice((node.symbols as string[]).length))
      case 'fixed':
        return this.define(node, () => width(node.size as number))
      default:
        return this.step(node.type as Node)
    }
  }

  private define(node: { [attribute: string]: unknown }, make: () => Step): Step {
    const name = String(node.name)
    this.named.set(name, 'open')
    const step = make()
    this.named.set(name, step)
    return step
  }

  private namedStep(name: string): Step {
    const step = this.named.get(name)
    if (step === 'open') throw new RefusedSchema('the schema contains itself')
    if (step === undefined) throw new RefusedSchema('the schema names a type that it does not define')
    return step
  }
}

const width = (bytes: number): Step => ({
  guard: (buffer, at) => (at + bytes <= buffer.length ? at + bytes : TRUNCATED),
  bytesMin: bytes,
})

const VARINT: Step = { guard: skipVarint, bytesMin: 1 }
const TEXT: Step = {
  guard: (buffer, at) => {
    const next = skipVarint(buffer, at)
    return next < 0 ? next : skipBytes(buffer, next, readVarint(buffer, at))
  },
  bytesMin: 1,
}

const PRIMITIVES: Record<string, Step> = {
  null: width(0),
  boolean: width(1),
  int: VARINT,
  long: VARINT,
  float: width(4),
  double: width(8),
  bytes: TEXT,
  string: TEXT,
}

function skipBytes(buffer: Uint8Array, at: number, count: number): number {
  return count >= 0 && at + count <= buffer.length ? at + count : TRUNCATED
}

function choice(count: number): Step {
  return {
    guard: (buffer, at) => {
      const next = skipVarint(buffer, at)
      if (next < 0) return next
      const index = readVarint(buffer, at)
      return index >= 0 && index < count ? next : TRUNCATED
    },
    bytesMin: 1,
  }
}

function union(branches: readonly Step[]): Step {
  return {
    guard: (buffer, at) => {
      const next = skipVarint(buffer, at)
      if (next < 0) return next
      const branch = branches[readVarint(buffer, at)]
      return branch === undefined ? TRUNCATED : branch.guard(buffer, next)
    },
    bytesMin: 1,
  }
}

function sequence(steps: readonly Step[]): Step {
  const guards = steps.map(step => step.guard)
  return {
    guard: (buffer, from) => {
      let at = from
      for (let index = 0; index < guards.length && at >= 0; index++) at = guards[index]!(buffer, at)
      return at
    },
    bytesMin: steps.reduce((sum, step) => sum + step.bytesMin, 0),
  }
}

/** Lists and maps: blocks of a count and that many values, up to a block of 0. A negative count is followed by a size. */
function blocks(value: Step, keyed: boolean): Step {
  if (value.bytesMin === 0 && !keyed) throw new RefusedSchema('the schema has a list of items of no bytes')
  return {
    guard: (buffer, from) => {
      let at = from
      for (;;) {
        const next = skipVarint(buffer, at)
        if (next < 0) return next
        let count = readVarint(buffer, at)
        at = next
        if (count === 0) return at
        if (count < 0) {
          count = -count
          at = skipVarint(buffer, at)
          if (at < 0) return at
        }
        // Every item takes a byte, so a count that is too high ends with the bytes.
        for (; count > 0; count--) {
          if (keyed) at = skipKey(buffer, at)
          if (at >= 0) at = value.guard(buffer, at)
          if (at < 0) return at
        }
      }
    },
    bytesMin: 1,
  }
}

const PROTO = Buffer.from('__proto__')

function skipKey(buffer: Uint8Array, at: number): number {
  const next = TEXT.guard(buffer, at)
  if (next < 0 || readVarint(buffer, at) !== PROTO.length) return next
  return PROTO.equals(buffer.subarray(next - PROTO.length, next)) ? FORBIDDEN_NAME : next
}

function skipVarint(buffer: Uint8Array, from: number): number {
  for (let at = from; at < buffer.length && at < from + 10; at++) if (buffer[at]! < 0x80) return at + 1
  return TRUNCATED
}

/** Zigzag; exact up to 2^53, which is beyond every count that can be right. */
function readVarint(buffer: Uint8Array, from: number): number {
  let value = 0
  let scale = 1
  for (let at = from; ; at++) {
    const byte = buffer[at]!
    value += (byte & 0x7f) * scale
    if (byte < 0x80) break
    scale *= 128
  }
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
