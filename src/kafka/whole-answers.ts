import { createRequire } from 'node:module'
import type { Socket } from 'node:net'

/** Of kafkajs: what reads the answers of one broker. */
interface AnswerReader {
  chunks: Buffer[]
  bytesBuffered: number
  processData(bytes: Buffer): void
}

const SIZE_BYTES = 4
/** Brokers take no larger request by default, so no batch of records is larger. What other servers say first reads as more. */
const ANSWER_BYTES_MAX = 256 << 20
const require = createRequire(import.meta.url)
let isInstalled = false

/**
 * Makes a socket give its bytes as whole answers of a broker, each with its size in front and in a buffer of its own, and never
 * give a part of one; the bytes that it is given may be overwritten afterwards. What cannot be an answer breaks the connection.
 * kafkajs keeps what it holds of an answer over a reconnection: a connection that breaks off within one garbles the next, and
 * the client then waits without end, or ends the process from within the socket (tulios/kafkajs#715).
 */
export function giveWholeAnswers<S extends Socket>(socket: S): S {
  const emit = socket.emit.bind(socket)
  const size = Buffer.alloc(SIZE_BYTES)
  let answer = size
  let held = 0

  function take(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(answer, held, at)
      at += copied
      held += copied
      if (held < answer.length) return
      if (answer === size) {
        const following = size.readUInt32BE(0)
        if (following > ANSWER_BYTES_MAX) return void socket.destroy(noKafka())
        answer = Buffer.allocUnsafe(SIZE_BYTES + following)
        size.copy(answer)
      }
      if (held < answer.length) continue
      const whole = answer
      answer = size
      held = 0
      emit('data', whole)
    }
  }
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'data') return emit(event as string, ...args)
    take(args[0] as Buffer)
    return true
  }
  return socket
}

/** Told by its code in `remedies.ts`. */
function noKafka(): Error {
  return Object.assign(new Error('what came is no answer of Kafka'), { code: 'NO_KAFKA_ANSWER' })
}

/**
 * Keeps kafkajs from copying each whole answer: it holds the nothing that is left of the one before, and puts the two together.
 * Once for the whole process. Rests on the version of kafkajs that is pinned.
 */
export function installUncopiedAnswers(): void {
  if (isInstalled) return
  isInstalled = true
  const { prototype } = require('kafkajs/src/network/connection.js') as { prototype: AnswerReader }
  const { processData } = prototype
  prototype.processData = function (bytes) {
    if (this.bytesBuffered === 0) this.chunks = []
    processData.call(this, bytes)
  }
}
