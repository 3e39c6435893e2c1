import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Registered {
  schema: string
  schemaType?: string
  references?: { name: string; subject: string; version: number }[]
  subject: string
}

/**
 * The few calls of the Confluent registry API that the decoder and the library make, over real HTTP, so that outages,
 * silence and odd answers can be tried. The service tests run against a real registry.
 */
export class SmallRegistry {
  readonly schemas: Registered[] = []
  /** When set, every request gets this status and body. */
  broken: { status: number; body: string } | undefined
  requests = 0
  private server: Server | undefined
  private port = 0

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      this.requests++
      const chunks: Buffer[] = []
      request.on('data', chunk => chunks.push(chunk))
      request.on('end', () => {
        const { status, body } =
          this.broken ?? this.answer(`${request.method} ${request.url}`, Buffer.concat(chunks).toString())
        response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      })
    })
    this.server = server
    await new Promise<void>(resolve => server.listen(this.port, '127.0.0.1', resolve))
    this.port = (server.address() as AddressInfo).port
    return this
  }

  async stop(): Promise<void> {
    const { server } = this
    this.server = undefined
    server?.closeAllConnections()
    await new Promise<void>(resolve => (server ? server.close(() => resolve()) : resolve()))
  }

  /** Answers the id. */
  add(schema: object | string, schemaType?: string, subject = 'payments-value'): number {
    this.schemas.push({ schema: typeof schema === 'string' ? schema : JSON.stringify(schema), schemaType, subject })
    return this.schemas.length
  }

  private answer(call: string, body: string): { status: number; body: string } {
    const json = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) })
    const byId = /^GET \/schemas\/ids\/(\d+)(\/subjects)?$/.exec(call)
    if (byId) {
      const found = this.schemas[Number(byId[1]) - 1]
      if (!found) return json({ error_code: 40403, message: 'Schema not found' }, 404)
      return byId[2] ? json([found.subject]) : json({ schema: found.schema, schemaType: found.schemaType })
    }
    const subject = /^POST \/subjects\/([^/]+)\/versions$/.exec(call)?.[1]
    if (subject) {
      const { schema, schemaType } = JSON.parse(body) as Registered
      return json({ id: this.add(schema, schemaType, decodeURIComponent(subject)) })
    }
    if (call.startsWith('GET /config/')) return json({ error_code: 40401, message: 'Subject not found' }, 404)
    if (call.startsWith('PUT /config/')) return json({ compatibility: 'BACKWARD' })
    return json({ error_code: 404, message: 'HTTP 404 Not Found' }, 404)
  }
}
