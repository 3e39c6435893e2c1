import type { Socket } from 'node:net'

const SIZE_BYTES = 4

/**
 * Makes a socket give its bytes as whole answers of a broker, each with its size in front, and never give a part of one.
 * kafkajs keeps what it holds of an answer over a reconnection: a connection that breaks off within one garbles the next, and
 * the client then waits without end, or ends the process from within the socket (tulios/kafkajs#715).
 */
export function giveWholeAnswers<S extends Socket>(socket: S): S {
  const emit = socket.emit.bind(socket)
  let held: Buffer[] = []
  let heldBytes = 0
  let neededBytes = SIZE_BYTES

  function take(bytes: Buffer): void {
    held.push(bytes)
    heldBytes += bytes.length
    while (heldBytes >= neededBytes) {
      const all = held.length === 1 ? held[0]! : Buffer.concat(held)
      held = [all]
      const end = SIZE_BYTES + all.readUInt32BE(0)
      if (all.length < end) {
        neededBytes = end
        return
      }
      held = all.length === end ? [] : [all.subarray(end)]
      heldBytes = all.length - end
      neededBytes = SIZE_BYTES
      emit('data', all.subarray(0, end))
    }
  }
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'data') return emit(event as string, ...args)
    take(args[0] as Buffer)
    return true
  }
  return socket
}
