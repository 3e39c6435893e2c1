/** Events as rows of bytes (see row-shape.ts), in memory that threads share. */
export class EventRows {
  readonly count: number
  readonly rowBytes: number
  readonly memory: SharedArrayBuffer
  readonly bytes: Uint8Array
  readonly words: Uint32Array
  readonly numbers: Float64Array
  /** By event, its identity as a text; empty where no outcomes are counted. */
  readonly identities: readonly string[]

  constructor({ count, rowBytes, memory, identities }: SentRows) {
    this.count = count
    this.rowBytes = rowBytes
    this.memory = memory
    this.identities = identities
    this.bytes = new Uint8Array(memory)
    this.words = new Uint32Array(memory)
    this.numbers = new Float64Array(memory)
  }

  static empty(count: number, rowBytes: number, identities: readonly string[] = []): EventRows {
    return new EventRows({ count, rowBytes, identities, memory: new SharedArrayBuffer(count * rowBytes) })
  }
}

/** What a thread is sent of rows. */
export interface SentRows {
  count: number
  rowBytes: number
  memory: SharedArrayBuffer
  identities: readonly string[]
}
