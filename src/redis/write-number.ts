/** Little endian; answers where the next number goes. Node's own functions check what we know, and cost several times as much. */
export function writeUint16(target: Uint8Array, at: number, value: number): number {
  target[at] = value
  target[at + 1] = value >>> 8
  return at + 2
}

/** Of a signed number, the 32 bits. */
export function writeUint32(target: Uint8Array, at: number, value: number): number {
  target[at] = value
  target[at + 1] = value >>> 8
  target[at + 2] = value >>> 16
  target[at + 3] = value >>> 24
  return at + 4
}
