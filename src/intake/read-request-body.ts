import type { IncomingMessage } from 'node:http'

export class TooLarge extends Error {}
export class CutOff extends Error {}

/** The whole body, at most so many bytes. Throws `TooLarge` as soon as it is known to be more, and `CutOff` when the sender went away. */
export async function readRequestBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw new TooLarge()
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length
      if (bytes > bytesMax) throw new TooLarge()
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    if (error instanceof TooLarge) throw error
    throw new CutOff('the sender went away', { cause: error })
  }
  return Buffer.concat(chunks)
}
