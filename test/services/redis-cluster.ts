import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'
import { type RedisServer, startRedisProgram } from './redis.ts'
import { waitUntil } from './wait-until.ts'

const SLOTS = 16_384
const MASTERS = 3

export interface RedisClusterNode {
  server: RedisServer
  admin: Redis
  port: number
  busPort: number
  id: string
}

export interface RedisCluster {
  /** Of the first master. */
  url: string
  /** The other masters, `host:port`. */
  nodes: string[]
  masters: RedisClusterNode[]
  /** The replica of the master with the same number. */
  replicas: RedisClusterNode[]
  stop(): Promise<void>
}

/** Three masters with equal shares of the slots, and a replica of each, from `redis-server` on loopback. */
export async function startRedisCluster(name: string, settings: readonly string[] = []): Promise<RedisCluster> {
  const nodes: RedisClusterNode[] = []
  for (let number = 0; number < MASTERS * 2; number++) nodes.push(await startNode(`${name}-${number}`, settings))
  const masters = nodes.slice(0, MASTERS)
  const replicas = nodes.slice(MASTERS)
  for (const [number, { admin }] of masters.entries()) {
    const first = Math.floor((number * SLOTS) / MASTERS)
    const end = Math.floor(((number + 1) * SLOTS) / MASTERS)
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', String(first), String(end - 1))
    await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', String(number + 1))
  }
  for (const { port, busPort } of nodes.slice(1)) {
    await nodes[0]!.admin.call('CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort))
  }
  await waitUntil('all nodes of the cluster know each other', 30_000, async () => {
    const known = await Promise.all(nodes.map(({ admin }) => admin.call('CLUSTER', 'NODES')))
    return known.every(
      each => String(each).trim().split('\n').length === nodes.length && !String(each).includes('handshake'),
    )
  })
  for (const [number, { admin }] of replicas.entries()) await admin.call('CLUSTER', 'REPLICATE', masters[number]!.id)
  await waitUntil('the cluster is whole', 30_000, async () => {
    const states = await Promise.all(nodes.map(({ admin }) => admin.call('CLUSTER', 'INFO')))
    const links = await Promise.all(replicas.map(({ admin }) => admin.info('replication')))
    return (
      states.every(each => String(each).includes('cluster_state:ok')) &&
      links.every(each => each.includes('master_link_status:up'))
    )
  })
  return {
    url: masters[0]!.server.url,
    nodes: masters.slice(1).map(({ port }) => `127.0.0.1:${port}`),
    masters,
    replicas,
    async stop() {
      for (const { admin } of nodes) admin.disconnect()
      await Promise.all(nodes.map(({ server }) => server.stop()))
    },
  }
}

async function startNode(name: string, settings: readonly string[]): Promise<RedisClusterNode> {
  const busPort = await freePort()
  const server = await startRedisProgram(name, [
    '--cluster-port',
    String(busPort),
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    '2000',
    '--repl-diskless-sync-delay',
    '0',
    ...settings,
  ])
  const admin = new Redis(server.url)
  admin.on('error', () => undefined) // killed on purpose
  const id = String(await admin.call('CLUSTER', 'MYID'))
  return { server, admin, port: Number(new URL(server.url).port), busPort, id }
}
