import { createServer, type Server, type ServerResponse } from 'node:http'

/** How the registry answers for a while. */
export type RegistryState =
  | 'well'
  | 'down'
  | 'status 500'
  | "a proxy's 404"
  | "the registry's 404"
  | 'no schema'
  | 'silent'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Stands in front of the schema registry. */
export class RegistryDetour {
  state: RegistryState = 'well'
  /** Requests that were not let through. */
  refused = 0
  /** `user:password` that every request has to bring; nobody has to sign in without it. */
  signIn: string | undefined
  private readonly registryUrl: string
  private readonly server: Server = createServer((request, response) => {
    const given = request.headers.authorization
    if (this.signIn !== undefined && given !== `Basic ${Buffer.from(this.signIn).toString('base64')}`) {
      this.refused++
      response.writeHead(401, JSON_TYPE).end('{"error_code":401}')
      return
    }
    this.answer(request.url ?? '/', response).catch(() => response.destroy())
  })

  private constructor(registryUrl: string) {
    this.registryUrl = registryUrl
  }

  static open(registryUrl: string): Promise<RegistryDetour> {
    const detour = new RegistryDetour(registryUrl)
    return new Promise(resolve => detour.server.listen(0, '127.0.0.1', () => resolve(detour)))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve))
    this.server.closeAllConnections()
    await closed
  }

  private async answer(path: string, response: ServerResponse): Promise<void> {
    if (this.state === 'well') {
      const answer = await fetch(this.registryUrl + path)
      response.writeHead(answer.status, JSON_TYPE).end(Buffer.from(await answer.arrayBuffer()))
      return
    }
    this.refused++
    if (this.state === 'down') response.destroy()
    else if (this.state === 'status 500') response.writeHead(500, JSON_TYPE).end('{"error_code":50001}')
    else if (this.state === "a proxy's 404") response.writeHead(404).end('<h1>no such backend</h1>')
    else if (this.state === "the registry's 404") response.writeHead(404, JSON_TYPE).end('{"error_code":40403}')
    else if (this.state === 'no schema') response.writeHead(200, JSON_TYPE).end('{"schema":"{\\"type\\":\\"rec"}')
  }
}
