type Text = Buffer | string

/** Headers of a record, as Kafka gives them: bytes, and one name may come several times. */
type Headers = Readonly<Record<string, Text | readonly Text[] | undefined>>

/** https://www.w3.org/TR/trace-context/, version 00: trace of 32 digits and span of 16, neither of them all zeros, and flags. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** The header `traceparent` of a record, where it has a valid one; of several the first counts. */
export function traceparentOf(headers: Headers | undefined): string | undefined {
  const header = headers?.traceparent
  const first: unknown = Array.isArray(header) ? header[0] : header
  const text = first === undefined ? undefined : String(first)
  return text !== undefined && TRACEPARENT.test(text) ? text : undefined
}

/** The 32 digits of the trace. */
export function traceOf(traceparent: string): string {
  return traceparent.slice(3, 35)
}
