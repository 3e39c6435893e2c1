import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Kafka, logLevel } from 'kafkajs'
import { preferDocker, startContainer } from './docker.ts'
import { freePort } from './free-port.ts'
import { copyJars } from './maven.ts'
import { SERVICES_DIR } from './places.ts'
import { type Program, startProgram } from './program.ts'
import { waitUntil } from './wait-until.ts'

const VERSION = '4.1.1'
const ARTIFACTS = [`org.apache.kafka:kafka_2.13:${VERSION}`, `org.apache.kafka:kafka-tools:${VERSION}`]
/** Compiled by the quick compiler alone: in runs of minutes the thorough one takes more of the processors than it gives back. */
const JVM = ['-Xmx512m', '-Xms256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

/** One broker that is its own controller. Only `program` brokers can be killed and started again on their data. */
export interface Broker {
  brokers: string
  how: string
  program?: Program
  /** After a kill: the same broker on the same port and data. */
  restart?(): Promise<void>
  stop(): Promise<void>
}

export function startKafka(name = 'kafka', overrides: Record<string, string> = {}): Promise<Broker> {
  return preferDocker(
    () => startKafkaContainer(overrides),
    () => startKafkaProgram(name, overrides),
  )
}

/** `formatArgs` are further arguments of the command that makes a new log directory. */
export async function startKafkaProgram(
  name = 'kafka',
  overrides: Record<string, string> | ((own: Record<string, string>) => Record<string, string>) = {},
  formatArgs: readonly string[] = [],
): Promise<Broker> {
  const jars = await copyKafkaJars()
  const port = await freePort()
  const home = mkdtempSync(join(makeDirectory(SERVICES_DIR), `${name}-`))
  const properties = join(home, 'server.properties')
  const own = { ...settingsOf(port, await freePort()), 'log.dirs': join(home, 'log') }
  const settings = { ...own, ...(typeof overrides === 'function' ? overrides(own) : overrides) }
  writeFileSync(
    properties,
    Object.entries(settings)
      .map(pair => pair.join('='))
      .join('\n'),
  )
  const java = (...args: string[]): string[] => ['-cp', join(jars, '*'), ...args]
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'dHJpcGxpbmUtdGVzdHMtMQ', '-c', properties, ...formatArgs]
  await promisify(execFile)('java', java('-XX:TieredStopAtLevel=1', ...format))

  const broker: Broker = {
    brokers: `127.0.0.1:${port}`,
    how: `Apache Kafka ${VERSION} from Maven Central`,
    async restart() {
      broker.program = startProgram(name, 'java', java(...JVM, 'kafka.Kafka', properties), home)
      await Promise.race([broker.program.ended, kafkaAnswers(broker.brokers)])
    },
    async stop() {
      await broker.program?.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
  await broker.restart?.()
  return broker
}

async function startKafkaContainer(overrides: Record<string, string>): Promise<Broker> {
  const port = await freePort()
  const settings = {
    ...settingsOf(port, await freePort()),
    listeners: `PLAINTEXT://:${port},CONTROLLER://:9093`,
    'controller.quorum.voters': '1@localhost:9093',
    ...overrides,
  }
  const variables = Object.entries(settings).map(([name, value]) => [
    `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`,
    value,
  ])
  const image = `apache/kafka:${VERSION}`
  const container = await startContainer(image, { host: port, inside: port }, Object.fromEntries(variables))
  const brokers = `127.0.0.1:${port}`
  await kafkaAnswers(brokers)
  return { brokers, how: `Docker image ${image}`, stop: () => container.stop() }
}

/** The folder with everything that a broker and its tools need. */
export function copyKafkaJars(): Promise<string> {
  return copyJars('Kafka', `kafka-${VERSION}`, ARTIFACTS)
}

/** Topics are created by default in a broker, and the tests keep that: our own client must not rely on it being off. */
function settingsOf(port: number, controllerPort: number): Record<string, string> {
  return {
    'node.id': '1',
    'process.roles': 'broker,controller',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'log.cleaner.dedupe.buffer.size': '2097152',
  }
}

/** Waits until the broker answers for the cluster and has chosen a controller. */
export async function kafkaAnswers(brokers: string): Promise<void> {
  const client = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry: { retries: 0 } })
  const admin = client.admin()
  try {
    await waitUntil(`Kafka at ${brokers}`, 60_000, async () => {
      await admin.connect()
      const { brokers: known, controller } = await admin.describeCluster()
      return known.length > 0 && controller !== null
    })
  } finally {
    await admin.disconnect()
  }
}

function makeDirectory(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}
