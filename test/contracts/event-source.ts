import { afterEach, describe, expect, it } from 'vitest'
import type { EventBatch, EventRecord, EventSource } from '../../src/ports.ts'
import { describeHoldingBack } from './holding-back.ts'

export interface Sample {
  partition: number
  key?: string | null
  value: string | null
  headers?: Record<string, string>
}

/** One log with readers of one group. */
export interface SourceLog {
  append(samples: readonly Sample[]): Promise<void>
  open(): EventSource
  /** Takes the reader away as kill -9 or a cut cable does: nothing more is committed. */
  crash(source: EventSource): Promise<void>
  close(): Promise<void>
}

export interface SourceAdapter {
  name: string
  partitions: number
  /** Kafka and the in-process log carry keys, headers and tombstones; lines do not. */
  carriesEnvelope: boolean
  /** A log that others append to and whose commits last; a file ends, and begins again at its first line. */
  isEndless: boolean
  makeLog(): Promise<SourceLog>
}

/** What every event source promises; see the port. */
export function describeEventSource({ name, partitions, carriesEnvelope, isEndless, makeLog }: SourceAdapter): void {
  describe(`event source: ${name}`, () => {
    let log: SourceLog
    const opened: EventSource[] = []
    const setUp = async (samples: readonly Sample[]): Promise<void> => {
      log = await makeLog()
      await log.append(samples)
    }
    const open = (): EventSource => {
      const source = log.open()
      opened.push(source)
      return source
    }
    afterEach(async () => {
      await Promise.all(opened.splice(0).map(source => source.close()))
      await log.close()
    })

    it('gives every record once, in order within its partition', async () => {
      const samples = numbered(500, partitions)
      await setUp(samples)
      const records = await readAndCommit(open(), samples.length)
      expect(valuesByPartition(records)).toEqual(valuesByPartition(samples))
      for (const offsets of Object.values(offsetsByPartition(records))) {
        expect(offsets).toEqual([...offsets].sort((a, b) => Number(a - b)))
        expect(new Set(offsets).size).toBe(offsets.length)
      }
    })

    if (isEndless) {
      it('gives records that come while it waits, and a stop ends the waiting', async () => {
        await setUp([])
        const source = open()
        const iterator = source.batches()[Symbol.asyncIterator]()
        const waiting = iterator.next()
        await log.append([{ partition: 0, value: 'late' }])
        expect(((await waiting).value as EventBatch).records.map(each => String(each.value))).toEqual(['late'])
        const waitingAgain = iterator.next()
        await source.stop()
        expect((await waitingAgain).done).toBe(true)
      })
    }

    it('ends after stop, and still commits what it gave', async () => {
      await setUp(numbered(100, partitions))
      const source = open()
      const batches: EventBatch[] = []
      for await (const batch of source.batches()) {
        batches.push(batch)
        await source.stop()
      }
      expect(batches).toHaveLength(1)
      await batches[0]!.commit()
      await source.close()
      if (!isEndless) return
      const given = batches[0]!.records.length
      const rest = given === 100 ? [] : await readAndCommit(open(), 100 - given)
      expect(given + rest.length).toBe(100)
    })

    describeHoldingBack({ partitions, isEndless, setUp, open })

    if (carriesEnvelope) {
      it('keeps keys, headers, tombstones and empty values apart', async () => {
        await setUp([
          { partition: 0, key: 'k1', value: 'v1', headers: { a: '1', b: 'ü' } },
          { partition: 0, key: 'k2', value: null },
          { partition: 0, key: null, value: '' },
        ])
        const [first, tombstone, empty] = await readAndCommit(open(), 3)
        expect(first?.key?.toString()).toBe('k1')
        expect(first?.value?.toString()).toBe('v1')
        expect(first?.headers?.a?.toString()).toBe('1')
        expect(first?.headers?.b?.toString()).toBe('ü')
        expect(tombstone).toMatchObject({ value: null, offset: 1n })
        expect(tombstone?.key?.toString()).toBe('k2')
        expect(empty?.key).toBeNull()
        expect(empty?.value).toHaveLength(0)
      })
    }

    if (isEndless) {
      it('begins again at what was not committed after a crash', async () => {
        await setUp(numbered(300, partitions))
        const source = open()
        const iterator = source.batches()[Symbol.asyncIterator]()
        const given: EventRecord[] = []
        while (given.length < 300) given.push(...((await iterator.next()).value as EventBatch).records)
        await log.crash(source)
        expect(valuesByPartition(await readAndCommit(open(), 300))).toEqual(valuesByPartition(given))
      })
    }

    if (isEndless) {
      it('gives nothing again that was committed before an orderly close', async () => {
        await setUp(numbered(200, partitions))
        const first = open()
        await readAndCommit(first, 200)
        await first.close()
        await log.append([{ partition: 0, value: 'after' }])
        const records = await readAndCommit(open(), 1)
        expect(records.map(each => each.value?.toString())).toEqual(['after'])
      })
    }

    if (isEndless) {
      it('commits only forwards, and only what it says', async () => {
        await setUp(numbered(60, 1))
        const source = open()
        const batches: EventBatch[] = []
        for await (const batch of source.batches()) {
          batches.push(batch)
          if (batches.reduce((sum, each) => sum + each.records.length, 0) >= 60) await source.stop()
        }
        for (const batch of batches) await batch.commit()
        await batches[0]!.commit()
        await source.close()
        await log.append([{ partition: 0, value: 'after' }])
        expect((await readAndCommit(open(), 1)).map(each => each.value?.toString())).toEqual(['after'])
      })
    }

    if (isEndless) {
      it('loses nothing when a reader joins and the first one is cut off', async () => {
        const samples = numbered(2000, partitions)
        await setUp(samples.slice(0, 1000))
        const seen = new Set<string>()
        const first = open()
        const second = open()
        const work = async (source: EventSource): Promise<void> => {
          for await (const batch of source.batches()) {
            for (const record of batch.records) seen.add(String(record.value))
            await batch.commit()
          }
        }
        const firstWork = work(first)
        await until(() => seen.size >= 300)
        const secondWork = work(second)
        await log.append(samples.slice(1000, 1500))
        await until(() => seen.size >= 1200)
        await log.crash(first)
        await log.append(samples.slice(1500))
        await until(() => seen.size === 2000)
        await second.stop()
        await Promise.all([secondWork, first.close()])
        await firstWork
        expect(seen.size).toBe(2000)
      })
    }

    if (isEndless && partitions > 1) {
      it('takes a batch away from a reader that no longer owns it', async () => {
        await setUp(numbered(400, partitions))
        const first = open()
        const iterator = first.batches()[Symbol.asyncIterator]()
        const batch = (await iterator.next()).value as EventBatch
        expect(batch.isOwned()).toBe(true)
        const second = open()
        const secondBatches = second.batches()[Symbol.asyncIterator]()
        const pending = secondBatches.next()
        await until(() => !batch.isOwned())
        await batch.commit()
        await pending
        await Promise.all([first.stop(), second.stop()])
        await Promise.all([first.close(), second.close()])
        expect(valuesByPartition(await readAndCommit(open(), 400))).toEqual(
          valuesByPartition(numbered(400, partitions)),
        )
      })
    }
  })
}

export function numbered(count: number, partitions: number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({ partition: i % partitions, key: `key-${i}`, value: `value-${i}` }))
}

/** Reads until `count` records have come, committing each batch, then stops the source. */
export async function readAndCommit(source: EventSource, count: number): Promise<EventRecord[]> {
  const records: EventRecord[] = []
  for await (const batch of source.batches()) {
    records.push(...batch.records)
    await batch.commit()
    if (records.length >= count) await source.stop()
  }
  return records
}

export async function until(holds: () => boolean, timeoutMs = 60_000): Promise<void> {
  const endMs = Date.now() + timeoutMs
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`still not so after ${timeoutMs} ms: ${holds}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

export function valuesByPartition(records: readonly (EventRecord | Sample)[]): Record<number, string[]> {
  const found: Record<number, string[]> = {}
  for (const { partition, value } of records) found[partition] = [...(found[partition] ?? []), String(value)]
  return found
}

function offsetsByPartition(records: readonly EventRecord[]): Record<number, bigint[]> {
  const found: Record<number, bigint[]> = {}
  for (const { partition, offset } of records) found[partition] = [...(found[partition] ?? []), offset]
  return found
}
