import { connect, createServer, type Server, type Socket } from 'node:net'

/** Stands between a client and a server and can lose what the server answers. */
export interface TcpProxy {
  port: number
  /** Lets requests through, but cuts the connection instead of passing the next answer on. */
  loseNextAnswer(): void
  /** Cuts every connection and takes no new ones until `open`. */
  shut(): Promise<void>
  open(): Promise<void>
  /** Cuts every connection and leads new ones to another port, as a name does after a failover. */
  moveTo(port: number): Promise<void>
  close(): Promise<void>
}

export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  let toPort = port
  const sockets = new Set<Socket>()
  let loses = false
  const listen = (onPort: number): Promise<Server> =>
    new Promise(resolve => {
      const server = createServer(client => {
        const upstream = connect(toPort, host)
        for (const socket of [client, upstream]) {
          sockets.add(socket)
          socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
        }
        client.on('data', bytes => upstream.write(bytes)).on('close', () => upstream.destroy())
        upstream
          .on('close', () => client.destroy())
          .on('data', bytes => {
            if (!loses) return void client.write(bytes)
            loses = false
            client.destroy()
          })
      })
      server.listen(onPort, '127.0.0.1', () => resolve(server))
    })
  let server = await listen(0)
  const address = server.address()
  const ownPort = typeof address === 'object' && address !== null ? address.port : 0
  const shut = async (): Promise<void> => {
    const closed = new Promise(resolve => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    port: ownPort,
    loseNextAnswer: () => {
      loses = true
    },
    shut,
    open: async () => {
      server = await listen(ownPort)
    },
    moveTo: async newPort => {
      await shut()
      toPort = newPort
      server = await listen(ownPort)
    },
    close: shut,
  }
}
