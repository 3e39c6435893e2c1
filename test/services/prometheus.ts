import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackage } from './apt.ts'
import { preferDocker, startContainerOnHost } from './docker.ts'
import { freePort } from './free-port.ts'
import { SERVICES_DIR } from './places.ts'
import { startProgram } from './program.ts'
import { waitUntil } from './wait-until.ts'

export const PROMETHEUS_IMAGE = 'prom/prometheus:v3.5.0'

export interface PrometheusServer {
  url: string
  how: string
  /** Evaluates a query at one moment. Throws what Prometheus says is wrong with it. */
  ask(query: string, atMs?: number): Promise<Series[]>
  /** Evaluates a query at every second of a time. */
  askRange(query: string, fromMs: number, toMs: number): Promise<Series[]>
  stop(): Promise<void>
}

export interface Series {
  labels: Record<string, string>
  /** Values that are numbers, in order of time. */
  values: number[]
}

/**
 * A Prometheus of its own that scrapes these targets (`host:port` by job) every two seconds: in a container that shares
 * this machine's network, or the program, which is installed on Debian with the right to. One that runs already is of no
 * use: it would have to be told what to scrape.
 */
export async function startPrometheus(targets: Record<string, readonly string[]>): Promise<PrometheusServer> {
  mkdirSync(SERVICES_DIR, { recursive: true })
  const home = mkdtempSync(join(SERVICES_DIR, 'prometheus-'))
  const configuration = join(home, 'prometheus.yml')
  const jobs = Object.entries(targets).map(([job_name, each]) => ({ job_name, static_configs: [{ targets: each }] }))
  const interval = { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '2s' }
  writeFileSync(configuration, JSON.stringify({ global: interval, scrape_configs: jobs }))
  const port = await freePort()
  const started = await preferDocker(
    () => inContainer(configuration, port),
    () => onMachine(configuration, home, port),
  )
  const url = `http://127.0.0.1:${port}`
  await Promise.race([
    started.ended,
    waitUntil(`Prometheus at ${url}`, 60_000, async () => (await fetch(`${url}/-/ready`)).ok),
  ])
  return {
    url,
    how: started.how,
    ask: (query, atMs = Date.now()) => evaluate(`${url}/api/v1/query`, { query, time: seconds(atMs) }),
    askRange: (query, fromMs, toMs) =>
      evaluate(`${url}/api/v1/query_range`, { query, start: seconds(fromMs), end: seconds(toMs), step: '1' }),
    async stop() {
      await started.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

interface Started {
  how: string
  ended: Promise<never>
  stop(): Promise<void>
}

async function onMachine(configuration: string, home: string, port: number): Promise<Started> {
  await installPackage('Prometheus', 'prometheus', 'prometheus')
  const program = startProgram('prometheus', 'prometheus', [
    `--config.file=${configuration}`,
    `--storage.tsdb.path=${join(home, 'series')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ])
  return { how: 'prometheus on this machine', ended: program.ended, stop: () => program.stop() }
}

async function inContainer(configuration: string, port: number): Promise<Started> {
  const mounts = [`${configuration}:/etc/prometheus/prometheus.yml:ro`]
  const args = ['--config.file=/etc/prometheus/prometheus.yml', `--web.listen-address=127.0.0.1:${port}`]
  const container = await startContainerOnHost(PROMETHEUS_IMAGE, mounts, args)
  return { how: `Docker image ${PROMETHEUS_IMAGE}`, ended: new Promise(() => undefined), stop: () => container.stop() }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

interface Answer {
  status: string
  error?: string
  data?: {
    resultType: string
    result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[]
  }
}

async function evaluate(address: string, parameters: Record<string, string>): Promise<Series[]> {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(parameters) })
  const { data, error } = (await response.json()) as Answer
  if (data === undefined) throw new Error(`${error}: ${parameters.query}`)
  const vectors = data.result.map(({ metric, value, values }) => ({
    labels: metric,
    values: (values ?? [value!]).map(([, text]) => Number(text)).filter(Number.isFinite),
  }))
  return vectors.filter(({ values }) => values.length > 0)
}
