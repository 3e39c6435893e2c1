/** docker-compose.yml is valid, and all it names is there. No engine is needed; a compose command is asked when there is one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadSettings } from '../../src/settings.ts'
import { isInstalled } from '../services/program.ts'

interface Service {
  image?: string
  build?: string
  command?: string[]
  depends_on?: Record<string, { condition: string }>
  environment?: Record<string, string | number>
  ports?: string[]
  volumes?: string[]
  healthcheck?: { test?: string[]; disable?: boolean }
  profiles?: string[]
  stop_grace_period?: string
  read_only?: boolean
  tmpfs?: string[]
  cap_drop?: string[]
  security_opt?: string[]
}
interface Compose {
  services: Record<string, Service>
  volumes: Record<string, null>
}

const FILE = 'docker-compose.yml'
const { services, volumes } = parse(readFileSync(FILE, 'utf8'), { merge: true }) as Compose
const dockerfile = readFileSync('Dockerfile', 'utf8')
const all = Object.entries(services)
const ours = all.filter(([, { build }]) => build !== undefined)

/** `${NAME:-word}` as compose fills it in where the variable is not set. */
const filledIn = (value: string | number) => String(value).replace(/\$\{\w+(?::-([^}]*))?\}/g, '$1')

describe('valid', () => {
  test('by the schema of the compose specification', () => {
    expect(errorsOf(FILE)).toEqual([])
  })

  test('a mistake would be seen', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tripline-compose-'))
    const broken = join(folder, FILE)
    const open = { image: 'redis', ports: ['127.0.0.1:1:1', '2:2'] }
    const same = { image: 'redis:7.2.5', ports: ['127.0.0.1:1:1'] }
    writeFileSync(broken, JSON.stringify({ services: { open, same } }))
    expect(errorsOf(broken)).toHaveLength(3)
    writeFileSync(broken, JSON.stringify({ services: { open: { imagee: 'redis' } } }))
    expect(errorsOf(broken)[0]).toContain('/services/open')
    rmSync(folder, { recursive: true })
  })

  const command = [['docker', 'compose'], ['docker-compose']].find(([program = '', ...rest]) =>
    isInstalled(program, ...rest, 'version'),
  )

  test(
    command === undefined ? 'no compose command is here: the schema stands in' : `by ${command.join(' ')} config`,
    () => {
      console.info(`ops: compose file checked by ${command?.join(' ') ?? 'its schema only, no compose command found'}`)
      if (command === undefined) return
      const [program = '', ...rest] = command
      expect(
        isInstalled(program, ...rest, '-f', FILE, '--profile', 'generator', '--profile', 'intake', 'config', '-q'),
      ).toBe(true)
    },
  )
})

describe('services', () => {
  test('are the ones that Tripline needs', () => {
    expect(Object.keys(services).sort()).toEqual(
      [
        ...['desk', 'generator', 'grafana', 'intake', 'kafka', 'postgres', 'prometheus', 'redis'],
        ...['registry', 'topics', 'tripline'],
      ].sort(),
    )
  })

  // PostgreSQL has two numbers, and changes the second one for what would be the third elsewhere.
  test.each(all)('%s has an image of one version, or is built here', (_, { image, build }) => {
    if (build === undefined) expect(image).toMatch(/:(?:v?\d+\.\d+\.\d+|\d{2}\.\d+-)/)
    else expect(existsSync(`${build}/Dockerfile`)).toBe(true)
  })

  test.each(all)('%s waits only for what can say that it is ready', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const target = services[name]
      expect(target, name).toBeDefined()
      if (condition === 'service_healthy') expect(isChecked(target!), name).toBe(true)
      else expect([name, condition]).toEqual(['topics', 'service_completed_successfully'])
    }
  })

  test.each(all.filter(([name]) => !['topics', 'generator'].includes(name)))('%s has a health check', (_, service) => {
    expect(isChecked(service)).toBe(true)
  })

  test.each(all)('%s mounts only what exists', (_, { volumes: mounts = [] }) => {
    for (const mount of mounts) {
      const [source = ''] = mount.split(':')
      if (!source.startsWith('.')) expect(Object.keys(volumes)).toContain(source)
      else expect(existsSync(source), source).toBe(true)
    }
  })

  test('publish each port once, and to this machine only', () => {
    const published = all.flatMap(([, { ports = [] }]) => ports.map(port => port.split(':')))
    expect(published.map(([host]) => host)).toEqual(published.map(() => '127.0.0.1'))
    const numbers = published.map(([, port]) => port)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('the generator and the intake run only when asked for', () => {
    const asked = all.flatMap(([name, { profiles }]) => (profiles === undefined ? [] : [[name, profiles]]))
    expect(Object.fromEntries(asked)).toEqual({ generator: ['generator'], intake: ['intake'] })
  })
})

describe.each(ours)('%s', (_, service) => {
  const { environment = {}, stop_grace_period, read_only, tmpfs, cap_drop, security_opt } = service
  const filled = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value)]))

  test('has settings without mistakes, and warns of the secret alone', () => {
    expect(loadSettings(filled).problems.map(({ code }) => code)).toEqual(['development-secret'])
    expect(loadSettings({ ...filled, TRIPLINE_SECRET: 'sixteen letters!' }).problems).toEqual([])
  })

  test('reaches the other services under the names and ports that they have inside', () => {
    const { settings } = loadSettings(filled)
    const addresses = [
      settings['kafka.brokers']?.[0] ?? '',
      settings['redis.url'] ?? '',
      settings['registry.url'] ?? '',
    ]
    const hosts = addresses.map(address => new URL(address.includes('://') ? address : `kafka://${address}`))
    expect(hosts.map(({ hostname }) => hostname)).toEqual(['kafka', 'redis', 'registry'])
    expect(String(services.kafka?.environment?.KAFKA_ADVERTISED_LISTENERS)).toContain(`//${hosts[0]?.host}`)
    expect(services.redis?.ports?.[0]).toMatch(new RegExp(`:${hosts[1]?.port}$`))
    expect(services.registry?.ports?.[0]).toMatch(new RegExp(`:${hosts[2]?.port}$`))
  })

  test('writes nowhere but to /tmp, may do nothing else either, and is given time to finish', () => {
    expect([read_only, tmpfs]).toEqual([true, ['/tmp']])
    expect([cap_drop, security_opt]).toEqual([['ALL'], ['no-new-privileges:true']])
    if (stop_grace_period === undefined) return
    const { settings } = loadSettings(filled)
    expect(Number.parseInt(stop_grace_period, 10) * 1000).toBeGreaterThan(settings['shutdown.timeout_ms'])
  })
})

describe('the parts fit together', () => {
  const { settings } = loadSettings({})

  test('the topics that are made are the topics that are used', () => {
    const [script = ''] = services.topics?.command ?? []
    const made = /for topic in ([^;]+);/.exec(script)?.[1]?.split(' ')
    const names = [
      'topics.payments',
      'topics.outcomes',
      'topics.decisions',
      'topics.reviews',
      'topics.dead_letters',
    ] as const
    expect(made).toEqual(names.map(name => settings[name]))
  })

  test('Prometheus scrapes the port that Tripline serves', () => {
    const { scrape_configs } = parse(readFileSync('ops/prometheus/prometheus.yml', 'utf8')) as {
      scrape_configs: {
        job_name: string
        static_configs?: { targets: string[] }[]
        dns_sd_configs?: { names: string[]; port: number }[]
      }[]
    }
    const targets = scrape_configs.map(({ job_name, static_configs = [], dns_sd_configs = [] }) => [
      job_name,
      [
        ...static_configs.flatMap(each => each.targets),
        ...dns_sd_configs.flatMap(({ names, port }) => names.map(name => `${name}:${port}`)),
      ],
    ])
    const port = settings['http.port']
    expect(Object.fromEntries(targets)).toMatchObject({
      tripline: [`tripline:${port}`],
      'tripline-desk': [`desk:${port}`],
      'tripline-intake': [`intake:${port}`],
    })
    for (const name of ['tripline', 'desk', 'intake']) {
      expect(services[name]?.ports?.map(each => each.split(':')[2])).toContain(String(port))
    }
  })

  test('the desk keeps cases in the PostgreSQL that is there, and the intake listens where its port is published', () => {
    const urlOf = (name: string, setting: string) => String(services[name]?.environment?.[setting])
    const { username, hostname, pathname } = new URL(urlOf('desk', 'TRIPLINE_DESK_DATABASE_URL'))
    expect([services[hostname]?.environment?.POSTGRES_USER, pathname]).toEqual([username, `/${username}`])
    expect(services.intake?.ports).toContain(`127.0.0.1:${settings['intake.port']}:${settings['intake.port']}`)
    expect(urlOf('intake', 'TRIPLINE_INTAKE_HOST')).toBe('0.0.0.0')
    const commands = ['tripline', 'desk', 'intake'].map(name => services[name]?.command)
    expect(commands).toEqual([undefined, ['desk'], ['intake']])
  })

  test('Grafana finds its provisioning and its home page', () => {
    const provider = parse(readFileSync('ops/grafana/provisioning/dashboards/tripline.yml', 'utf8')) as {
      providers: { options: { path: string } }[]
    }
    const folder = provider.providers[0]?.options.path
    expect(services.grafana?.volumes).toContain(`./ops/grafana/dashboards:${folder}:ro`)
    expect(services.grafana?.environment?.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH).toBe(`${folder}/overview.json`)
  })

  test('Kafka and the registry are of the versions that the tests run against', () => {
    expect(readFileSync('test/services/kafka.ts', 'utf8')).toContain(`'${services.kafka?.image?.split(':')[1]}'`)
    expect(readFileSync('test/services/registry.ts', 'utf8')).toContain(`'${services.registry?.image?.split(':')[1]}'`)
  })

  test('a mistyped topic is no new topic, and Redis evicts no velocity', () => {
    expect(services.kafka?.environment?.KAFKA_AUTO_CREATE_TOPICS_ENABLE).toBe('false')
    expect(services.redis?.command?.join(' ')).toContain('--maxmemory-policy noeviction')
    expect(services.redis?.command?.join(' ')).toContain('--appendonly yes --appendfsync everysec')
  })
})

/** What is built here takes the check of its Dockerfile. */
function isChecked({ build, healthcheck }: Service): boolean {
  if (healthcheck?.disable) return false
  return healthcheck?.test !== undefined || (build !== undefined && dockerfile.includes('\nHEALTHCHECK '))
}

/** What the linter finds wrong: the schema of the compose specification, image tags, ports twice or open to the world. */
function errorsOf(file: string): string[] {
  const rules = ['service-image-require-explicit-tag', 'no-unbound-port-interfaces', 'no-duplicate-exported-ports']
  const config = { rules: Object.fromEntries(rules.map(rule => [rule, 2])), quiet: true, debug: false, exclude: [] }
  const [result] = new DCLinter(config).lintFiles([file], false) as { messages: { type: string; message: string }[] }[]
  return (result?.messages ?? []).filter(({ type }) => type === 'error').map(({ message }) => message)
}
