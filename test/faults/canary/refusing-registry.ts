import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RefusingRegistry {
  url: string
  close(): Promise<void>
}

/** Stands before a schema registry and answers the first `refusals` requests with an error. */
export async function startRefusingRegistry(registryUrl: string, refusals: number): Promise<RefusingRegistry> {
  let left = refusals
  const server = createServer((request, response) => {
    if (left-- > 0) {
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error_code":50001,"message":"no storage"}')
      return
    }
    fetch(registryUrl + request.url).then(
      async found => {
        const type = found.headers.get('content-type') ?? 'application/json'
        response.writeHead(found.status, { 'content-type': type }).end(await found.text())
      },
      () => response.writeHead(502).end(),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
