import type { TestProject } from 'vitest/node'
import { startKafka } from './kafka.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { startRegistry } from './registry.ts'

export interface Services {
  /** `host:port`, several separated by commas. */
  kafkaBrokers: string
  /** Base of an API that is compatible with Confluent's schema registry. */
  registryUrl: string
  redisUrl: string
  /** A server on which databases may be made: see `newDatabase`. */
  postgresUrl: string
  stop(): Promise<void>
}

declare module 'vitest' {
  interface ProvidedContext {
    kafkaBrokers: string
    registryUrl: string
    redisUrl: string
    postgresUrl: string
  }
}

interface Found {
  url: string
  how: string
  stop(): Promise<void>
}

/**
 * Gets each service in this order: a URL in the environment (a Kafka there needs `group.min.session.timeout.ms=1000`, and no
 * topic limits); a Docker engine; the program on this machine, fetched
 * through Maven where it is Java; on Debian as root, the package. Throws one line that says what to install otherwise.
 */
export async function startServices(): Promise<Services> {
  const started = await Promise.allSettled([
    find('kafka', 'TRIPLINE_TEST_KAFKA_BROKERS', async () => {
      const broker = await startKafka()
      return { ...broker, url: broker.brokers }
    }),
    find('registry', 'TRIPLINE_TEST_REGISTRY_URL', startRegistry),
    find('redis', 'TRIPLINE_TEST_REDIS_URL', startRedis),
    find('postgres', 'TRIPLINE_TEST_POSTGRES_URL', startPostgres),
  ])
  const found = started.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const stop = async (): Promise<void> => void (await Promise.all(found.map(each => each.stop())))
  const failed = started.find(each => each.status === 'rejected')
  if (failed !== undefined) {
    await stop()
    throw failed.reason
  }
  const [kafka, registry, redis, postgres] = found as [Found, Found, Found, Found]
  return {
    kafkaBrokers: kafka.url,
    registryUrl: registry.url,
    redisUrl: redis.url,
    postgresUrl: postgres.url,
    stop,
  }
}

async function find(name: string, variable: string, start: () => Promise<Found>): Promise<Found> {
  const given = process.env[variable]
  const beganMs = Date.now()
  const found = given ? { url: given, how: variable, stop: async () => undefined } : await start()
  console.log(`services: ${name} at ${found.url} (${found.how}, ${((Date.now() - beganMs) / 1000).toFixed(1)} s)`)
  return found
}

/** Vitest's global set-up of the `services` project: tests read the addresses with `inject('kafkaBrokers')` and so on. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { kafkaBrokers, registryUrl, redisUrl, postgresUrl, stop } = await startServices()
  project.provide('kafkaBrokers', kafkaBrokers)
  project.provide('registryUrl', registryUrl)
  project.provide('redisUrl', redisUrl)
  project.provide('postgresUrl', postgresUrl)
  process.env.TRIPLINE_TEST_KAFKA_BROKERS = kafkaBrokers
  process.env.TRIPLINE_TEST_REGISTRY_URL = registryUrl
  process.env.TRIPLINE_TEST_REDIS_URL = redisUrl
  process.env.TRIPLINE_TEST_POSTGRES_URL = postgresUrl
  return stop
}
