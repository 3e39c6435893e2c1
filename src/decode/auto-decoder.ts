import type { EventRecord } from '../ports.ts'
import type { Decoded, Decoder, PaymentRead } from './decoder.ts'

/** Topics on which plain JSON and registry frames are mixed, as while senders move from one to the other. */
export class AutoDecoder<Read = PaymentRead> implements Decoder<Read> {
  private readonly json: Decoder<Read>
  private readonly registry: Decoder<Read>

  constructor(json: Decoder<Read>, registry: Decoder<Read>) {
    this.json = json
    this.registry = registry
  }

  /** The registry's decoder passes over what is no frame. */
  prepare(records: readonly EventRecord[]): Promise<void> {
    return this.registry.prepare(records)
  }

  /** JSON text never starts with a byte of 0. */
  decode(record: EventRecord): Decoded<Read> {
    return (record.value?.[0] === 0 ? this.registry : this.json).decode(record)
  }
}
