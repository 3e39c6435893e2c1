import type { Contender } from '../contest/contender.ts'
import { javaPeer } from './java-peer.ts'

const LOST = 'a crash loses all counts and outputs on their way'
const ONE_SECOND = 'in at least once; counts restored as of the last checkpoint; up to 1 s of outputs repeated'
const REPEATS = 'a payment that arrives twice is counted twice'

/** Apache Flink in an embedded mini cluster: the shape that scales, and everything in one task. */
export function flinkContenders(): Contender[] {
  const main = 'tripline.bench.flink.FlinkBench'
  const flink = (name: string, variant: string, durability: string, stateFolder?: string) =>
    javaPeer({
      name: `Flink, ${name}`,
      durability: `${durability}; ${REPEATS}`,
      folder: 'flink',
      main,
      variant,
      ...(stateFolder === undefined ? {} : { stateFolder }),
    })
  return [
    flink('keyed, heap, no checkpoints', 'keyed,heap,0', LOST),
    flink('keyed, heap, 1 s checkpoints', 'keyed,heap,1000', ONE_SECOND),
    flink('keyed, RocksDB, 1 s checkpoints', 'keyed,rocksdb,1000', ONE_SECOND, 'rocksdb'),
    flink('one task, heap, no checkpoints', 'one-task,heap,0', LOST),
    flink('one task, heap, 1 s checkpoints', 'one-task,heap,1000', ONE_SECOND),
    flink('one task, RocksDB, 1 s checkpoints', 'one-task,rocksdb,1000', ONE_SECOND, 'rocksdb'),
  ]
}

/** Kafka Streams, Processor API, with a changelog. */
export function streamsContenders(): Contender[] {
  const durability = `in at least once; counts restored from the changelog, where a crash counts the last payments twice; ${REPEATS}`
  const main = 'tripline.bench.streams.StreamsBench'
  const streams = { folder: 'kafka-streams', main, durability } as const
  return [
    javaPeer({ ...streams, name: 'Kafka Streams, one task, memory', variant: 'memory' }),
    javaPeer({ ...streams, name: 'Kafka Streams, one task, RocksDB', variant: 'rocksdb', stateFolder: '' }),
  ]
}
