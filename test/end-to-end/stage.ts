import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type Admin, type IHeaders, Kafka, logLevel, type Producer } from 'kafkajs'
import { freePort } from '../services/free-port.ts'
import { waitUntil } from '../services/wait-until.ts'

export interface Addresses {
  kafkaBrokers: string
  registryUrl: string
  redisUrl: string
}

export interface Read {
  key: string
  value: string
  headers: IHeaders | undefined
}

/**
 * One test's own corner of the real services: topics, consumer group and, through a secret of its own, Redis keys that
 * no other test can meet. Workers are the built command in processes of their own.
 */
export class Stage {
  readonly name = `stage-${randomUUID().slice(0, 8)}`
  readonly topics = {
    payments: `${this.name}-payments`,
    outcomes: `${this.name}-outcomes`,
    decisions: `${this.name}-decisions`,
    reviews: `${this.name}-reviews`,
    deadLetters: `${this.name}-dead-letters`,
  }
  private readonly addresses: Addresses
  private readonly kafka: Kafka
  private readonly producer: Producer
  private readonly workers: Worker[] = []

  constructor(addresses: Addresses) {
    this.addresses = addresses
    this.kafka = new Kafka({ brokers: addresses.kafkaBrokers.split(','), logLevel: logLevel.NOTHING })
    this.producer = this.kafka.producer({ allowAutoTopicCreation: false })
  }

  async open({ partitions = 1 } = {}): Promise<void> {
    const admin = this.kafka.admin()
    await admin.connect()
    const topics = Object.values(this.topics).map(topic => ({ topic, numPartitions: partitions }))
    await admin.createTopics({ topics, waitForLeaders: true })
    await admin.disconnect()
    await this.producer.connect()
  }

  /** In order; one partition unless keys say otherwise. */
  async produce(
    messages: readonly { key: string; value: string | Buffer; partition?: number }[],
    topic: 'payments' | 'outcomes' | 'decisions' = 'payments',
  ): Promise<void> {
    const step = 500
    for (let from = 0; from < messages.length; from += step) {
      await this.producer.send({ topic: this.topics[topic], messages: messages.slice(from, from + step) })
    }
  }

  /** The settings that lead the built command to this corner. */
  environment(settings: Record<string, string> = {}): Record<string, string> {
    return {
      TRIPLINE_KAFKA_BROKERS: this.addresses.kafkaBrokers,
      TRIPLINE_KAFKA_GROUP: this.name,
      TRIPLINE_KAFKA_SESSION_TIMEOUT_MS: '6000',
      TRIPLINE_TOPICS_PAYMENTS: this.topics.payments,
      TRIPLINE_TOPICS_OUTCOMES: this.topics.outcomes,
      TRIPLINE_TOPICS_DECISIONS: this.topics.decisions,
      TRIPLINE_TOPICS_REVIEWS: this.topics.reviews,
      TRIPLINE_TOPICS_DEAD_LETTERS: this.topics.deadLetters,
      TRIPLINE_REDIS_URL: this.addresses.redisUrl,
      TRIPLINE_REGISTRY_URL: this.addresses.registryUrl,
      TRIPLINE_SECRET: `secret-of-${this.name}`,
      TRIPLINE_LOG_LEVEL: 'warn',
      ...settings,
    }
  }

  /** Starts the built command; resolves when it is ready. */
  async startWorker(settings: Record<string, string> = {}): Promise<Worker> {
    const worker = await this.launchWorker(settings)
    await worker.ready()
    return worker
  }

  /** Starts the built command and waits for nothing. */
  async launchWorker(settings: Record<string, string> = {}, command = 'run'): Promise<Worker> {
    const port = await freePort()
    const worker = new Worker(port, this.environment({ TRIPLINE_HTTP_PORT: String(port), ...settings }), command)
    this.workers.push(worker)
    return worker
  }

  /** How many records the group has finished, over all partitions. */
  async committed(topic: 'payments' | 'outcomes' = 'payments'): Promise<number> {
    return [...(await this.commits(topic)).values()].reduce((sum, offset) => sum + offset, 0)
  }

  /** By partition, the first offset that the group has not finished. */
  commits(topic: 'payments' | 'outcomes' = 'payments'): Promise<Map<number, number>> {
    return this.ask(async admin => {
      const [of] = await admin.fetchOffsets({ groupId: this.name, topics: [this.topics[topic]] })
      return new Map((of?.partitions ?? []).map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]))
    })
  }

  async ask<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin()
    await admin.connect()
    try {
      return await act(admin)
    } finally {
      await admin.disconnect()
    }
  }

  async untilCommitted(
    records: number,
    timeoutMs = 300_000,
    topic: 'payments' | 'outcomes' = 'payments',
  ): Promise<void> {
    await waitUntil(`commit of ${records} ${topic}`, timeoutMs, async () => (await this.committed(topic)) >= records)
  }

  /** Everything in one of the topics, in partition order. */
  async readAll(topic: keyof Stage['topics']): Promise<Read[]> {
    const name = this.topics[topic]
    const admin = this.kafka.admin()
    await admin.connect()
    const ends = await admin.fetchTopicOffsets(name)
    await admin.disconnect()
    const left = new Map(
      ends.flatMap(({ partition, high, low }) => (high === low ? [] : [[partition, BigInt(high)] as const])),
    )
    if (left.size === 0) return []
    const partitions = new Map<number, Read[]>()
    const seen = new Map<number, bigint>()
    const consumer = this.kafka.consumer({ groupId: `${this.name}-reads-${randomUUID()}` })
    await consumer.connect()
    await consumer.subscribe({ topic: name, fromBeginning: true })
    await new Promise<void>(resolve => {
      consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch: { partition, messages } }) => {
          const reads = partitions.get(partition) ?? []
          partitions.set(partition, reads)
          for (const { key, value, headers, offset } of messages) {
            // A reader that has to join its group again reads some records twice.
            if (BigInt(offset) <= (seen.get(partition) ?? -1n)) continue
            seen.set(partition, BigInt(offset))
            reads.push({ key: String(key), value: String(value), headers })
          }
          const last = seen.get(partition)
          if (last !== undefined && last + 1n >= (left.get(partition) ?? 0n)) left.delete(partition)
          if (left.size === 0) resolve()
        },
      })
    })
    await consumer.disconnect()
    return [...partitions.keys()].sort((a, b) => a - b).flatMap(each => partitions.get(each)!)
  }

  async close(): Promise<void> {
    for (const worker of this.workers) worker.kill()
    await this.producer.disconnect()
  }
}

/** `tripline run`, or another command that goes on, in a process of its own. */
export class Worker {
  readonly process: ChildProcess
  private readonly port: number
  private output = ''

  constructor(port: number, environment: Record<string, string>, command = 'run') {
    this.port = port
    this.process = spawn(process.execPath, ['dist/main.js', command], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process.stdout!.on('data', chunk => {
      this.output += chunk
    })
    this.process.stderr!.on('data', chunk => {
      this.output += chunk
    })
  }

  async ready(): Promise<void> {
    const isReadyOrGone = async () =>
      this.process.exitCode !== null || (await fetch(`http://127.0.0.1:${this.port}/readyz`)).ok
    await waitUntil('a ready worker', 120_000, isReadyOrGone).catch(error => {
      throw new Error(`${error.message}\n${this.output.slice(-4000)}`)
    })
    if (this.process.exitCode !== null) throw new Error(`the worker ended: ${this.output.slice(-4000)}`)
  }

  /** What /readyz says is wrong. */
  async reasons(): Promise<{ what: string; why: string }[]> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`)
    return ((await answer.json()) as { reasons: { what: string; why: string }[] }).reasons
  }

  /** The sum of all series of one metric. */
  async metric(name: string): Promise<number> {
    const values = [...(await this.metrics()).matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))]
    return values.reduce((sum, [, value]) => sum + Number(value), 0)
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text()
  }

  /** What /readyz says: whether it is ready, and if not, why. */
  async readiness(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.port}/readyz`)).text()
  }

  /** Dies at once, as by `kill -9`. */
  kill(): void {
    this.process.kill('SIGKILL')
  }

  /** Stands still, as by `kill -STOP`, until it is let go on. */
  freeze(): void {
    this.process.kill('SIGSTOP')
  }

  thaw(): void {
    this.process.kill('SIGCONT')
  }

  /** Ends as a supervisor would end it; resolves to the exit code. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode
    const ended = once(this.process, 'exit')
    this.process.kill('SIGTERM')
    const [code] = await ended
    return code as number | null
  }

  get log(): string {
    return this.output
  }
}
