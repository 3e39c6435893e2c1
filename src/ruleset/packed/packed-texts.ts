/** Texts as one block of bytes, which goes to another thread without being copied and is read there text by text. */
export interface PackedTexts {
  bytes: Uint8Array<ArrayBuffer>
  /** Where each text ends in the block. */
  ends: number[]
}

/** A surrogate without its partner does not survive; JSON writes those as escapes. */
export function packTexts(texts: readonly string[]): PackedTexts {
  const pieces = texts.map(text => Buffer.from(text))
  const ends: number[] = []
  let end = 0
  for (const piece of pieces) {
    end += piece.length
    ends.push(end)
  }
  const bytes = new Uint8Array(end)
  pieces.forEach((piece, at) => {
    bytes.set(piece, ends[at]! - piece.length)
  })
  return { bytes, ends }
}

export function* unpackTexts({ bytes, ends }: PackedTexts): Generator<string> {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let start = 0
  for (const end of ends) {
    yield block.toString('utf8', start, end)
    start = end
  }
}
