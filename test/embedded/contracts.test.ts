import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createFileSink } from '../../src/embedded/file-sink.ts'
import { createFileSource } from '../../src/embedded/file-source.ts'
import { MemoryLog, type MemorySource } from '../../src/embedded/memory-log.ts'
import { createMemorySink } from '../../src/embedded/memory-sink.ts'
import type { OutputTopic } from '../../src/ports.ts'
import { describeDecisionSink } from '../contracts/decision-sink.ts'
import { describeEventSource } from '../contracts/event-source.ts'

describeEventSource({
  name: 'file',
  partitions: 1,
  carriesEnvelope: false,
  isEndless: false,
  async makeLog() {
    const directory = mkdtempSync(join(tmpdir(), 'tripline-'))
    const path = join(directory, 'payments.ndjson')
    return {
      append: async samples => writeFileSync(path, samples.map(each => `${each.value}\n`).join(''), { flag: 'a' }),
      open: () => createFileSource({ path, batchRecordsMax: 50 }),
      crash: source => source.close(),
      close: async () => rmSync(directory, { recursive: true }),
    }
  },
})

describeEventSource({
  name: 'in-process log',
  partitions: 3,
  carriesEnvelope: true,
  isEndless: true,
  async makeLog() {
    const log = new MemoryLog({ partitions: 3 })
    return {
      async append(samples) {
        for (const { key, value, ...rest } of samples) {
          log.append({
            ...rest,
            key: key == null ? null : Buffer.from(key),
            value: value === null ? null : Buffer.from(value),
          })
        }
      },
      open: () => log.source({ batchRecordsMax: 50 }),
      crash: async source => (source as MemorySource).crash(),
      close: async () => undefined,
    }
  },
})

describeDecisionSink({
  name: 'file',
  carriesEnvelope: false,
  async makeTarget(switchedOn) {
    const directory = mkdtempSync(join(tmpdir(), 'tripline-'))
    const pathOf = (topic: OutputTopic): string => join(directory, 'deep', `${topic}.ndjson`)
    const on = (topic: OutputTopic) => (switchedOn.includes(topic) ? pathOf(topic) : undefined)
    const paths = { decisions: on('decisions'), reviews: on('reviews'), deadLetters: on('dead-letters') }
    const given = Object.fromEntries(Object.entries(paths).filter(([, path]) => path !== undefined))
    return {
      open: () => createFileSink(given),
      async read(topic) {
        const lines: { value: string }[] = []
        for await (const value of createInterface({ input: createReadStream(pathOf(topic)) })) lines.push({ value })
        return readFileSync(pathOf(topic), 'utf8').endsWith('\n') ? lines : []
      },
      close: async () => rmSync(directory, { recursive: true }),
    }
  },
})

describeDecisionSink({
  name: 'in-process',
  carriesEnvelope: true,
  async makeTarget() {
    const sink = createMemorySink()
    return {
      open: () => sink,
      read: async topic => sink.outputs.filter(each => each.topic === topic).map(({ topic: _topic, ...rest }) => rest),
      close: async () => undefined,
    }
  },
})
