import type { KeySpace } from './key-space.ts'
import { appendAndRead, BrokenOff, type Reach } from './script-model.ts'

const STATE_LOST = 255

/** What the marked script gets after what the plain one gets. */
export interface Guard {
  mark: string
  id: string
  advances: { name: string; from: number; to: string }[]
  /** How many of logs the process knows of. */
  compactions: string
  /** How many of ARGV are the plain script's. */
  plainArgs: number
}

export type MarkedScript = typeof markedAppendAndRead

/** What src/redis/lua/marked.ts says of append-and-read, in TypeScript over plain values. */
export function markedAppendAndRead(
  space: KeySpace,
  keys: readonly string[],
  args: readonly Buffer[],
  reach: Reach = 'whole',
): Buffer {
  const { mark, id, advances, compactions, plainArgs } = readGuard(keys, args)
  const fields = space.fields(mark)
  const stands = ({ name }: { name: string }): number => Number(fields.get(name) ?? 0)
  if (fields.get('id') !== id) return Buffer.of(STATE_LOST)
  if (advances.some(each => stands(each) < each.from)) return Buffer.of(STATE_LOST)
  const further = advances.filter(each => stands(each) < Number(each.to))
  const held = fields.get('compactions') ?? '0'
  const reply = appendAndRead(space, keys.slice(0, -1), args.slice(0, plainArgs), reach, held === compactions)
  if (reach === 'all but the mark') throw new BrokenOff()
  for (const { name, to } of further) space.setField(mark, name, to)
  const tail = Buffer.alloc(4)
  tail.writeUInt32LE(Number(held))
  return Buffer.concat([reply, tail])
}

export function readGuard(keys: readonly string[], args: readonly Buffer[]): Guard {
  const texts = args.slice(-2 - 3 * Number(args.at(-2)), -2).map(String)
  const plainArgs = args.length - texts.length - 3
  const advances = []
  for (let at = 0; at < texts.length; at += 3) {
    advances.push({ name: texts[at]!, from: Number(texts[at + 1]), to: texts[at + 2]! })
  }
  return { mark: keys.at(-1)!, id: String(args[plainArgs]), advances, compactions: String(args.at(-1)), plainArgs }
}

/** What src/redis/lua/read-mark.ts does. */
export function readMark(space: KeySpace, [key]: readonly string[], [newId]: readonly Buffer[]): Buffer {
  if (!space.fields(key!).has('id')) space.setField(key!, 'id', String(newId))
  return Buffer.from([...space.fields(key!)].flat().join('\n'))
}

/** What src/redis/lua/lease.ts does. */
export function lease(space: KeySpace, [key]: readonly string[], [owner, ms]: readonly Buffer[]): Buffer {
  const held = space.get(key!)
  if (held !== undefined && !held.equals(owner!)) return Buffer.from('0')
  if (String(ms) === '0') space.delete(key!)
  else space.set(key!, owner!, Number(ms))
  return Buffer.from('1')
}
