import { createRequire } from 'node:module'
import type { Message } from 'kafkajs'

interface ProduceArguments {
  acks: number
  timeout: number
  topicData: readonly { topic: string; partitions: readonly { partition: number; messages: readonly Message[] }[] }[]
}
interface Exchange {
  request: { encode: () => Promise<unknown> }
}
/** Of kafkajs: what it writes a request into. */
interface RequestEncoder {
  buf: Buffer
  offset: number
  writeEncoder(added: object): this
}
interface ProduceProtocol {
  protocol: (asked: { version: number }) => (given: ProduceArguments) => Exchange
}

/** Brokers since 0.11 take this one or a later one, and with it record batches of the format that we write. */
const VERSION_MIN = 3
const FIXED_BYTES = 2 + 2 + 4 + 4
const SIZE_BYTES = 4
const require = createRequire(import.meta.url)
let isInstalled = false

/** One whole record batch for one partition. To kafkajs it is one message, which it carries to the right broker. */
export class PackedMessage implements Message {
  readonly partition: number
  readonly value: Buffer

  constructor(partition: number, value: Buffer) {
    this.partition = partition
    this.value = value
  }
}

/**
 * Teaches kafkajs to send record batches that are encoded already. There is no way to by its public interface, so what it asks
 * for the form of each produce request is replaced; requests without packed messages stay as they are. Once for the
 * whole process. Rests on the version of kafkajs that is pinned; the contract suite of the sink produces with it.
 */
export function installPackedProduce(): void {
  if (isInstalled) return
  isInstalled = true
  installUncopiedPayloads()
  const produce = require('kafkajs/src/protocol/requests/produce/index.js') as ProduceProtocol
  const { protocol } = produce
  produce.protocol = ({ version }) => {
    const make = protocol({ version })
    return given => {
      const exchange = make(given)
      if (!isPacked(given)) return exchange
      if (version < VERSION_MIN) throw new Error('the broker is older than Kafka 0.11')
      return { ...exchange, request: { ...exchange.request, encode: async () => payloadOf(given) } }
    }
  }
}

function isPacked({ topicData }: ProduceArguments): boolean {
  return topicData.some(({ partitions }) => partitions.some(({ messages }) => messages[0] instanceof PackedMessage))
}

/** transactional_id acks timeout [topic [partition records]]. */
function payloadOf({ acks, timeout, topicData }: ProduceArguments): PackedPayload {
  const fixed = Buffer.allocUnsafe(FIXED_BYTES)
  fixed.writeInt16BE(-1, 0)
  fixed.writeInt16BE(acks, 2)
  fixed.writeInt32BE(timeout, 4)
  fixed.writeInt32BE(topicData.length, 8)
  const parts: Buffer[] = [fixed]
  for (const { topic, partitions } of topicData) {
    const name = Buffer.from(topic)
    const head = Buffer.allocUnsafe(2 + name.length + 4)
    head.writeInt16BE(name.length, 0)
    name.copy(head, 2)
    head.writeInt32BE(partitions.length, 2 + name.length)
    parts.push(head)
    for (const { partition, messages } of partitions) parts.push(...partitionParts(partition, messages))
  }
  return new PackedPayload(parts)
}

function partitionParts(partition: number, messages: readonly Message[]): [Buffer, Buffer] {
  const [message, ...others] = messages
  if (!(message instanceof PackedMessage) || others.length > 0) {
    throw new Error('packed messages go alone: one for each partition, none of another kind')
  }
  const head = Buffer.allocUnsafe(8)
  head.writeInt32BE(partition, 0)
  head.writeInt32BE(message.value.length, 4)
  return [head, message.value]
}

/** What follows the head of a request, in parts that are copied once: to their place in the whole request. */
class PackedPayload {
  private readonly parts: readonly Buffer[]

  constructor(parts: readonly Buffer[]) {
    this.parts = parts
  }

  /** The request that begins with `head`, and before it room for its size. */
  behind(head: Buffer): Buffer {
    return Buffer.concat([Buffer.allocUnsafe(SIZE_BYTES), head, ...this.parts])
  }
}

/**
 * kafkajs puts the head in front of a payload and the size in front of that, each into a new buffer of the next power of two that
 * is filled with zeros first: three times the bytes of every request, which the garbage collector counts.
 */
function installUncopiedPayloads(): void {
  const Encoder = require('kafkajs/src/protocol/encoder.js') as { prototype: RequestEncoder }
  const { writeEncoder } = Encoder.prototype
  const whole = new WeakMap<object, Buffer>()
  Encoder.prototype.writeEncoder = function (added) {
    const request = whole.get(added)
    if (request !== undefined) {
      this.buf.copy(request, 0, 0, SIZE_BYTES)
      this.buf = request
      this.offset = request.length
    } else if (added instanceof PackedPayload) {
      const sized = added.behind(this.buf.subarray(0, this.offset))
      whole.set(this, sized)
      this.buf = sized.subarray(SIZE_BYTES)
      this.offset = this.buf.length
    } else {
      writeEncoder.call(this, added)
    }
    return this
  }
}
