const scratch = Buffer.allocUnsafe(512)

/**
 * The same text with memory of its own. The decoder gives texts that are parts of their whole record, which lasts for as long as any
 * of them does: whoever keeps one for longer than its payment keeps a copy.
 */
export function ownCopy(text: string): string {
  // V8 takes no part of another text for one as short as this: it copies.
  if (text.length < 13) return text
  if (text.length <= scratch.length) {
    scratch.write(text, 'latin1')
    const copy = scratch.toString('latin1', 0, text.length)
    if (copy === text) return copy
  }
  return Buffer.from(text, 'utf16le').toString('utf16le')
}
