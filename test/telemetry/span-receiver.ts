import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A span as OTLP over HTTP writes it in JSON (opentelemetry-proto, trace/v1). Times are nanoseconds since 1970. */
export interface ReceivedSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: Record<string, unknown> }[]
  links?: { traceId: string; spanId: string; attributes: { key: string; value: Record<string, unknown> }[] }[]
}

interface Sent {
  resourceSpans: {
    resource: { attributes: { key: string; value: Record<string, unknown> }[] }
    scopeSpans: { spans: ReceivedSpan[] }[]
  }[]
}

export interface SpanReceiver {
  url: string
  spans: ReceivedSpan[]
  /** `service.name` and so on of whoever sent last. */
  resource: Record<string, unknown>
  /** Answers with 503 while it is true. */
  isDown: boolean
}

/** Takes what an OpenTelemetry collector would take, until the test ends. */
export async function startSpanReceiver(): Promise<SpanReceiver> {
  const receiver: SpanReceiver = { url: '', spans: [], resource: {}, isDown: false }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      if (request.url !== '/v1/traces' || request.method !== 'POST') return response.writeHead(404).end()
      if (receiver.isDown) return response.writeHead(400).end()
      for (const { resource, scopeSpans } of (JSON.parse(Buffer.concat(chunks).toString()) as Sent).resourceSpans) {
        receiver.resource = Object.fromEntries(resource.attributes.map(({ key, value }) => [key, value.stringValue]))
        receiver.spans.push(...scopeSpans.flatMap(({ spans }) => spans))
      }
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return receiver
}
