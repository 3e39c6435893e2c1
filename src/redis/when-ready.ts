import type { Cluster, Redis } from 'ioredis'

/** Resolves when the client can send; begins to connect where nobody has. Rejects with `outage()` when that takes too long. */
export async function whenReady(client: Redis | Cluster, timeoutMs: number, outage: () => Error): Promise<void> {
  if (client.status === 'ready') return
  if (client.status === 'wait') client.connect().catch(() => undefined) // told by the error event
  await new Promise<void>((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      client.off('ready', onReady)
      act()
    }
    const onReady = () => settle(resolve)
    const timer = setTimeout(() => settle(() => reject(outage())), timeoutMs)
    client.once('ready', onReady)
  })
}
