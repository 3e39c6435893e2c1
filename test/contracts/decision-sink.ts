import { afterEach, describe, expect, it } from 'vitest'
import type { DecisionSink, Output, OutputTopic } from '../../src/ports.ts'

export interface SinkTarget {
  open(): DecisionSink
  /** What a reader of the topic finds, in order where the adapter keeps one. */
  read(topic: OutputTopic, count: number): Promise<{ key?: string; value: string; headers?: Record<string, string> }[]>
  close(): Promise<void>
}

export interface SinkAdapter {
  name: string
  carriesEnvelope: boolean
  makeTarget(switchedOn: readonly OutputTopic[]): Promise<SinkTarget>
}

const ALL: readonly OutputTopic[] = ['decisions', 'reviews', 'dead-letters']

/** What every decision sink promises; see the port. */
export function describeDecisionSink({ name, carriesEnvelope, makeTarget }: SinkAdapter): void {
  describe(`decision sink: ${name}`, () => {
    let target: SinkTarget
    let sink: DecisionSink
    const setUp = async (topics = ALL): Promise<void> => {
      target = await makeTarget(topics)
      sink = target.open()
    }
    afterEach(async () => {
      await sink.close()
      await target.close()
    })

    it('has every output where a reader finds it once emit has resolved', async () => {
      await setUp()
      await sink.emit(ALL.map(topic => ({ topic, key: 'k', value: `{"for":"${topic}"}` })))
      for (const topic of ALL) {
        expect((await target.read(topic, 1)).map(each => each.value)).toEqual([`{"for":"${topic}"}`])
      }
    })

    it('keeps the bytes, and the order of one key', async () => {
      await setUp()
      const outputs: Output[] = []
      for (let i = 0; i < 2500; i++)
        outputs.push({ topic: 'decisions', key: `k${i % 7}`, value: `{"i":${i},"é":"日本 🎉"}` })
      await sink.emit(outputs)
      const found = await target.read('decisions', 2500)
      expect(found.map(each => each.value).sort()).toEqual(outputs.map(each => each.value).sort())
      const numbers = found.map(each => (JSON.parse(each.value) as { i: number }).i)
      for (let key = 0; key < 7; key++) {
        const ofKey = numbers.filter(i => i % 7 === key)
        expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b))
      }
    })

    it('takes outputs of many sizes in one go', async () => {
      await setUp()
      const outputs: Output[] = [10, 400_000, 600_000, 700_000, 3, 250_000].map((bytes, i) => ({
        topic: 'reviews',
        key: `k${i}`,
        value: `${i}:${'x'.repeat(bytes)}`,
      }))
      await sink.emit(outputs)
      const found = await target.read('reviews', outputs.length)
      expect(found.map(each => each.value.length).sort()).toEqual(outputs.map(each => each.value.length).sort())
    })

    it('writes nothing for a topic that is switched off', async () => {
      await setUp(['reviews', 'dead-letters'])
      await sink.emit([
        { topic: 'decisions', key: 'k', value: 'off' },
        { topic: 'reviews', key: 'k', value: 'on' },
      ])
      expect((await target.read('reviews', 1)).map(each => each.value)).toEqual(['on'])
    })

    it('takes an empty list', async () => {
      await setUp()
      await sink.emit([])
    })

    if (carriesEnvelope) {
      it('carries key and headers', async () => {
        await setUp()
        await sink.emit([
          { topic: 'decisions', key: 'pay_1', value: '{}', headers: { 'tripline-processed-at': '2026' } },
        ])
        expect(await target.read('decisions', 1)).toEqual([
          { key: 'pay_1', value: '{}', headers: { 'tripline-processed-at': '2026' } },
        ])
      })
    }
  })
}
