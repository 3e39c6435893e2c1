import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bodiesIn } from '../decode/gateways/bodies-in.ts'
import type { GatewayName } from '../decode/gateways/gateway-table.ts'
import { ByteStream } from '../embedded/byte-stream.ts'
import { LineSplitter } from '../embedded/line-splitter.ts'

/** One body of a gateway as a file has it. */
export interface FileBody {
  file: string
  /** Line of the file, where each line is a body. */
  line?: number
  /** Which body of a document that lists several, from 1. */
  item?: number
  bytes: Buffer
}

/** A longer line is given cut to one byte more, which whoever reads it refuses. */
export const BODY_BYTES_MAX = 16 * 1024 * 1024
/** A document is read as a whole. */
const DOCUMENT_BYTES_MAX = 256 * 1024 * 1024

/** The files that a path stands for: itself, or all in a folder and its folders by name, hidden ones left out. Throws where there is none. */
export function filesOf(path: string): string[] {
  if (path === '-' || !statSync(path).isDirectory()) return [path]
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]))
}

/**
 * The bodies of a file, which is one document, perhaps a list of bodies, or has a body on each line; gzip is unpacked. Which of the two it is shows
 * in its first lines. Of a file of lines no more than a chunk is in memory.
 */
export async function* gatewayBodies(gateway: GatewayName, file: string): AsyncGenerator<FileBody> {
  const input = new ByteStream(file)
  const lines = new LineSplitter(BODY_BYTES_MAX)
  const head: Buffer[] = []
  let headBytes = 0
  const found: FileBody[] = []
  let isLines = false
  const take = (bytes: Buffer, line: number): void => void found.push({ file, line, bytes })
  for await (const chunk of input.chunks()) {
    lines.push(chunk, take)
    if (!isLines) {
      head.push(chunk)
      headBytes += chunk.length
      // One line by itself is a document too, which may list many bodies; a torn first line is found out at the end.
      isLines = found.length > 1 && (headBytes > DOCUMENT_BYTES_MAX ? isLog(gateway, found) : isBody(gateway, found[0]))
      if (isLines) head.length = 0
      else if (headBytes > DOCUMENT_BYTES_MAX) break
    }
    if (isLines) yield* found.splice(0)
  }
  if (headBytes > DOCUMENT_BYTES_MAX && !isLines) {
    input.stop()
    yield { file, bytes: Buffer.concat(head) }
    return
  }
  lines.finish(take)
  if (isLines) yield* found
  else {
    const bytes = Buffer.concat(head)
    yield* documentBodies(gateway, file, bytes) ?? (isLog(gateway, found) ? found : [{ file, bytes }])
  }
}

/** Whether lines are bodies, one of which may be torn. */
function isLog(gateway: GatewayName, [first, second]: readonly FileBody[]): boolean {
  return isBody(gateway, first) || isBody(gateway, second)
}

/** Whether a line is a whole body by itself. */
function isBody(gateway: GatewayName, line: FileBody | undefined): boolean {
  if (line === undefined) return false
  const text = line.bytes.toString('utf8').trim()
  if (gateway === 'braintree') return /(?:^|&)bt_payload=/.test(text)
  return text.startsWith('{') && parsed(text) !== undefined
}

/** Undefined where the bytes are not one document. */
function documentBodies(gateway: GatewayName, file: string, bytes: Buffer): FileBody[] | undefined {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  if (gateway === 'braintree')
    return text.trimStart().startsWith('<') ? [{ file, bytes: Buffer.from(text) }] : undefined
  const document = parsed(text)
  if (document === undefined) return undefined
  const bodies = bodiesIn(gateway, document)
  if (bodies.length === 1 && bodies[0] === document) return [{ file, bytes: Buffer.from(text) }]
  return bodies.map((body, at) => ({ file, item: at + 1, bytes: Buffer.from(JSON.stringify(body)) }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
