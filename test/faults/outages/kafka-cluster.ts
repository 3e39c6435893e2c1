import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import kafkajs, { type Admin } from 'kafkajs'
import { freePort } from '../../services/free-port.ts'
import { copyKafkaJars, kafkaAnswers } from '../../services/kafka.ts'
import { SERVICES_DIR } from '../../services/places.ts'
import { type Program, startProgram } from '../../services/program.ts'
import { waitUntil } from '../../services/wait-until.ts'

const CLUSTER_ID = 'dHJpcGxpbmUtdGVzdHMtMw'
const JAVA = ['-Xmx256m', '-Xms64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
const CONTROLLER_ID = 100
const BROKERS = 3

/** Replication as in production; what is slow by default is made quick, so that a fault costs seconds. */
const SHARED_SETTINGS: Record<string, string> = {
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'DIRECT:PLAINTEXT,DETOUR:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'default.replication.factor': '3',
  'min.insync.replicas': '2',
  'offsets.topic.replication.factor': '3',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '3',
  'transaction.state.log.min.isr': '2',
  'share.coordinator.state.topic.replication.factor': '3',
  'share.coordinator.state.topic.min.isr': '2',
  'auto.create.topics.enable': 'false',
  'auto.leader.rebalance.enable': 'true',
  'leader.imbalance.check.interval.seconds': '1',
  'leader.imbalance.per.broker.percentage': '0',
  'broker.heartbeat.interval.ms': '500',
  'broker.session.timeout.ms': '3000',
  'replica.lag.time.max.ms': '5000',
  'group.initial.rebalance.delay.ms': '0',
  'log.cleaner.dedupe.buffer.size': '2097152',
}

export interface Node {
  id: number
  /** Where other nodes and plain clients reach it. */
  port: number
  /** Of the second listener, whose advertised address is `advertisedPort`: there a test puts something in between. */
  detourPort: number
  advertisedPort: number
  home: string
  properties: string
  program?: Program
}

/** Three brokers and a controller of their own, so that every broker can die while leaders are still elected. */
export class KafkaCluster {
  readonly nodes: readonly Node[]
  private readonly controller: Node
  private readonly jars: string
  private readonly home: string

  private constructor(home: string, jars: string, controller: Node, nodes: readonly Node[]) {
    this.home = home
    this.jars = jars
    this.controller = controller
    this.nodes = nodes
  }

  static async start(): Promise<KafkaCluster> {
    const jars = await copyKafkaJars()
    mkdirSync(SERVICES_DIR, { recursive: true })
    const home = mkdtempSync(join(SERVICES_DIR, 'cluster-'))
    const ids = [CONTROLLER_ID, ...Array.from({ length: BROKERS }, (_, i) => i + 1)]
    const [controller, ...nodes] = (await Promise.all(ids.map(id => makeNode(home, id)))) as [Node, ...Node[]]
    const cluster = new KafkaCluster(home, jars, controller, nodes)
    const all = [controller, ...nodes]
    for (const node of all) writeProperties(node, controller)
    await Promise.all(all.map(node => cluster.format(node)))
    for (const node of all) cluster.launch(node)
    await cluster.untilWhole()
    return cluster
  }

  /** For plain clients. */
  get brokers(): string {
    return this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
  }

  /** By way of whatever listens on the advertised ports. */
  get detour(): string {
    return this.nodes.map(({ advertisedPort }) => `127.0.0.1:${advertisedPort}`).join(',')
  }

  /** Starts it, on what it had written down; `untilWhole` tells when it is back. */
  launch(node: Node): void {
    const name = `cluster-${node.id}`
    node.program = startProgram(name, 'java', this.java(...JAVA, 'kafka.Kafka', node.properties), node.home)
  }

  /** `SIGTERM` hands leadership over first; `SIGKILL` does not. Resolves when the process is gone. */
  async down(node: Node, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    node.program?.kill(signal)
    await node.program?.ended.catch(() => undefined)
  }

  /** Starts a node that was down and waits until it answers for itself. */
  async up(node: Node): Promise<void> {
    this.launch(node)
    await kafkaAnswers(`127.0.0.1:${node.port}`)
  }

  /** Waits until every replica of every topic is in sync. */
  async untilWhole(timeoutMs = 180_000): Promise<void> {
    await this.withAdmin(admin =>
      waitUntil('a whole cluster', timeoutMs, async () => {
        const { brokers } = await admin.describeCluster()
        if (brokers.length < BROKERS) return false
        const { topics } = await admin.fetchTopicMetadata()
        return topics.every(({ partitions }) => partitions.every(each => each.isr.length === each.replicas.length))
      }),
    )
  }

  /** Puts the replicas of each partition in an order that begins with the next one; the controller moves leadership there. */
  async moveLeaders(topic: string): Promise<void> {
    await this.withAdmin(async admin => {
      const [found] = (await admin.fetchTopicMetadata({ topics: [topic] })).topics
      const partitionAssignment = found!.partitions.map(({ partitionId, replicas, leader }) => {
        const next = replicas[(replicas.indexOf(leader) + 1) % replicas.length]!
        return { partition: partitionId, replicas: [next, ...replicas.filter(each => each !== next)] }
      })
      await admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }] })
    })
  }

  async leaders(topic: string): Promise<number[]> {
    const { topics } = await this.withAdmin(admin => admin.fetchTopicMetadata({ topics: [topic] }))
    return topics[0]!.partitions.sort((a, b) => a.partitionId - b.partitionId).map(each => each.leader)
  }

  async withAdmin<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = new kafkajs.Kafka({ brokers: this.brokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin()
    await waitUntil('an answer of the cluster', 180_000, async () => {
      await admin.connect()
      return true
    })
    try {
      return await act(admin)
    } finally {
      await admin.disconnect()
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.nodes, this.controller].map(node => this.down(node, 'SIGKILL')))
    rmSync(this.home, { recursive: true, force: true })
  }

  private async format({ properties }: Node): Promise<void> {
    const tool = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties]
    await promisify(execFile)('java', this.java(...JAVA, ...tool))
  }

  private java(...args: string[]): string[] {
    return ['-cp', join(this.jars, '*'), ...args]
  }
}

async function makeNode(parent: string, id: number): Promise<Node> {
  const home = join(parent, String(id))
  mkdirSync(home)
  const [port, detourPort, advertisedPort] = [await freePort(), await freePort(), await freePort()]
  return { id, port, detourPort, advertisedPort, home, properties: join(home, 'server.properties') }
}

function writeProperties(node: Node, controller: Node): void {
  const at = (port: number): string => `127.0.0.1:${port}`
  const role: Record<string, string> =
    node === controller
      ? { 'process.roles': 'controller', listeners: `CONTROLLER://${at(node.port)}` }
      : {
          'process.roles': 'broker',
          listeners: `DIRECT://${at(node.port)},DETOUR://${at(node.detourPort)}`,
          'advertised.listeners': `DIRECT://${at(node.port)},DETOUR://${at(node.advertisedPort)}`,
          'inter.broker.listener.name': 'DIRECT',
        }
  const settings: Record<string, string> = {
    ...SHARED_SETTINGS,
    ...role,
    'node.id': String(node.id),
    'controller.quorum.voters': `${controller.id}@${at(controller.port)}`,
    'log.dirs': join(node.home, 'log'),
  }
  const lines = Object.entries(settings).map(pair => pair.join('='))
  writeFileSync(node.properties, lines.join('\n'))
}
