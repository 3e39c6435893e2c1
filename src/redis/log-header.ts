import { HEADER_BYTES } from '../velocity/remote-state.ts'

/**
 * What a log in Redis begins with: its epoch (8 bytes), the length of its folded part (3), the position of its first
 * record (5), all little endian. The script that begins a log leaves all but the epoch 0.
 *
 * The first four bytes of the epoch stay when a log is compacted, the others change: so a reader knows that it has to read
 * the log again, and that nothing was lost.
 */
export { HEADER_BYTES }

export interface LogHeader {
  epochHigh: number
  epochLow: number
  foldedBytes: number
  base: number
}

export function readHeader(bytes: Buffer, at: number): LogHeader {
  return {
    epochHigh: bytes.readInt32LE(at),
    epochLow: bytes.readInt32LE(at + 4),
    foldedBytes: bytes.readUIntLE(at + 8, 3),
    base: bytes.readUIntLE(at + 11, 5),
  }
}

export function writeHeader({ epochHigh, epochLow, foldedBytes, base }: LogHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.writeInt32LE(epochHigh, 0)
  bytes.writeInt32LE(epochLow, 4)
  bytes.writeUIntLE(foldedBytes, 8, 3)
  bytes.writeUIntLE(base, 11, 5)
  return bytes
}
