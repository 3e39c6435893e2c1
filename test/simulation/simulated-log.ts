import type { KafkaMessage } from 'kafkajs'
import type { MadeRecord } from './made-record.ts'

/** The broker's side of the input topic. */
export class SimulatedLog {
  readonly partitions: MadeRecord[][]
  private waiting: (() => void)[] = []

  constructor(partitions: number) {
    this.partitions = Array.from({ length: partitions }, () => [])
  }

  append(record: MadeRecord): void {
    this.partitions[record.partition]!.push(record)
    const { waiting } = this
    this.waiting = []
    for (const wake of waiting) wake()
  }

  /** Calls `wake` when there is a record at the offset: at once if there is one. */
  whenAt(partition: number, offset: number, wake: () => void): void {
    if (this.partitions[partition]!.length > offset) wake()
    else this.waiting.push(() => this.whenAt(partition, offset, wake))
  }

  read(partition: number, offset: number, recordsMax: number): KafkaMessage[] {
    const records = this.partitions[partition]!.slice(offset, offset + recordsMax)
    return records.map(({ value, timestampMs }, at) => ({
      key: Buffer.from('k'),
      value,
      offset: String(offset + at),
      timestamp: String(timestampMs),
      attributes: 0,
      headers: {},
    }))
  }
}
