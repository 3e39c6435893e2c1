import fc from 'fast-check'
import { CommandFrame } from '../../src/redis/command-frame.ts'
import type { KeySpace } from './key-space.ts'

export const DAY_MS = 86_400_000

/** A call of the script as plain choices, wrong ones too: a process may believe anything of a log. */
export interface ScriptCall {
  events: { id: number; content: number; state: number; kind: number; record: Uint8Array }[]
  /** The records of these events, by number, go to a log of their own as well. */
  owners: number[]
  logs: {
    name: number
    records: number[]
    lifetime: number
    knows: 'nothing' | 'all' | 'part' | 'more'
    epoch: boolean
  }[]
  /** So many of the logs, at most, are read whole. */
  wholes: number
  epoch: Uint8Array
}

const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count })
export const scriptCalls = fc.record({
  events: fc.array(
    fc.record({
      id: fc.nat(4),
      content: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
      state: fc.nat(3),
      kind: fc.constantFrom(0, 2, 3),
      record: bytes(64),
    }),
    { maxLength: 6 },
  ),
  owners: fc.array(fc.nat(5), { maxLength: 3 }).map(each => each.toSorted((a, b) => a - b)),
  logs: fc.uniqueArray(
    fc.record({
      name: fc.nat(3),
      records: fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 6 }),
      lifetime: fc.nat(2),
      knows: fc.constantFrom('nothing', 'all', 'part', 'more'),
      epoch: fc.boolean(),
    }),
    { maxLength: 3, selector: each => each.name },
  ),
  wholes: fc.nat(3),
  epoch: bytes(8),
}) as fc.Arbitrary<ScriptCall>

/** What the marked script gets beyond the plain one. */
export interface MarkGuard {
  key: string
  values: readonly string[]
}

/** Packs a call, as a process would that has read `space`. */
export function pack(
  { events, owners, logs, wholes, epoch }: ScriptCall,
  { hash, prefix, space, guard }: { hash: string; prefix: string; space: KeySpace; guard?: MarkGuard },
): Buffer {
  const owned = owners.filter(event => event < events.length)
  const frame = new CommandFrame()
  const add = (part: Uint8Array): void => frame.bytes(part.length, (target, at) => void target.set(part, at))
  const logKeys = logs.map(({ name }) => `${prefix}:log:${name}`)
  const keyCount = events.length + logs.length + (guard === undefined ? 0 : 1)
  frame.start(3 + keyCount + 9 + (guard?.values.length ?? 0))
  frame.text('EVALSHA')
  frame.text(hash)
  frame.text(String(keyCount))
  for (const { id } of events) frame.text(`${prefix}:id:${id}`)
  for (const key of logKeys) frame.text(key)
  if (guard !== undefined) frame.text(guard.key)
  frame.text(String(events.length))
  frame.text(String(DAY_MS))
  add(epoch)
  const claims = events.map(({ content, state, kind }) =>
    Buffer.concat([Buffer.alloc(8, content), Buffer.of(kind, 0, 0, 0, 0, 0, 0, state)]),
  )
  add(Buffer.concat(claims))
  const records = events.map(({ record }) => record)
  add(Buffer.concat([...records, ...owned.map(event => records[event]!.toReversed())]))
  add(Buffer.concat(owned.map(event => Buffer.of(event, 0))))
  const plan = logs.map((log, at) => {
    const held = space.get(logKeys[at]!)
    const numbers = log.records.filter(number => number < events.length + owned.length)
    const length = held?.length ?? 0
    const head = Buffer.alloc(8)
    head.writeUInt32LE({ nothing: 0, all: length, part: Math.min(16, length), more: length + 64 }[log.knows], 0)
    head.writeUInt16LE(numbers.length, 4)
    head.writeUInt16LE(log.lifetime + (log.epoch ? 0x8000 : 0), 6)
    const knownEpoch = Buffer.alloc(8)
    if (held !== undefined && log.epoch) held.copy(knownEpoch, 0, 0, 8)
    return Buffer.concat([head, ...numbers.map(number => Buffer.of(number, 0)), knownEpoch])
  })
  const whole = Buffer.alloc(4)
  whole.writeUInt32LE(Math.min(wholes, logs.length))
  add(Buffer.concat([whole, ...plan]))
  frame.text(String(DAY_MS / 2))
  frame.text('0')
  for (const value of guard?.values ?? []) frame.text(value)
  return Buffer.from(frame.finish())
}
