import type { Problem } from '../../model/problem.ts'
import { bytesProblem, parseJson } from '../json-decoder.ts'
import { limitProblem } from '../limits.ts'
import { newReading } from '../reading.ts'
import { refusal } from '../refusal.ts'
import { scanJson } from '../scan-json.ts'
import type { GatewayName } from './gateway-table.ts'
import { readXml } from './read-xml.ts'

/** Statements of merchants and issuers in bodies of disputes are this long; mapped texts have the decoder's limit. */
const TEXT_LENGTH_MAX = 262_144

/** The bytes that a gateway sent as a tree of plain values, or why they cannot be read. */
export function readGatewayBody(gateway: GatewayName, bytes: Buffer, bytesMax: number): { body: unknown } | Problem {
  const problem = bytesProblem(bytes, bytesMax)
  if (problem !== undefined) return problem
  if (gateway === 'braintree') return readBraintree(bytes)
  const text = bytes.toString('utf8')
  const limit = scanJson(text, text.includes('\\'), newReading(), TEXT_LENGTH_MAX)
  if (limit !== undefined) return limitProblem(limit)
  const body = parseJson(text)
  if (body === undefined) return refusal('bad-json', 'the body is not one JSON document')
  if (typeof body !== 'object' || body === null) return refusal('not-an-object', 'the body is no JSON object or list')
  return { body }
}

/** What Braintree posts is a form with the XML in Base64; the XML by itself is read too, so that files can be. */
function readBraintree(bytes: Buffer): { body: unknown } | Problem {
  const text = bytes.toString('utf8')
  const payload = text.trimStart().startsWith('<') ? undefined : new URLSearchParams(text).get('bt_payload')
  const body = readXml(payload ? Buffer.from(payload, 'base64').toString('utf8').trim() : text.trim())
  return body === undefined ? refusal('bad-json', 'the body is not one XML document, or has a document type') : { body }
}
