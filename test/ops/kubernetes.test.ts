/** The manifests are safe by the strictest of the Pod Security Standards, and say what the rest of the repository says. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { createMetrics } from '../../src/telemetry/create-metrics.ts'
import { startHealthServer } from '../../src/telemetry/health.ts'
import { createReadiness } from '../../src/telemetry/readiness.ts'
import { container, deployment, example, named, pod, problems, settings, variables } from './example-objects.ts'
import { EXAMPLE_OVERLAY } from './manifests.ts'

const dockerfile = readFileSync('Dockerfile', 'utf8')
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

describe('safe', () => {
  test('by the restricted Pod Security Standard, and with nothing to write to', () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(container.volumeMounts!.every(each => each.readOnly)).toBe(true)
    expect(pod.automountServiceAccountToken).toBe(false)
    expect([pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([undefined, undefined, undefined])
  })

  test('as the user of the image, who may read the secrets', () => {
    const { runAsUser, runAsGroup, fsGroup } = pod.securityContext!
    expect(`${runAsUser}:${runAsGroup}`).toBe(/^USER (.+)$/m.exec(dockerfile)?.[1])
    const secrets = pod.volumes!.find(each => each.name === 'secrets')!.secret!
    expect([fsGroup, secrets.defaultMode]).toEqual([runAsGroup, 0o440])
  })

  test('no secret stands in a manifest: settings name files that are mounted', () => {
    const files = Object.entries(variables).filter(([name]) => name.endsWith('_FILE'))
    expect(files.map(([name]) => name).sort()).toEqual([
      'TRIPLINE_KAFKA_SASL_PASSWORD_FILE',
      'TRIPLINE_KAFKA_TLS_CA_FILE',
      'TRIPLINE_REDIS_PASSWORD_FILE',
      'TRIPLINE_REDIS_TLS_CA_FILE',
      'TRIPLINE_SECRET_FILE',
    ])
    const help = readFileSync(join(EXAMPLE_OVERLAY, 'kustomization.yaml'), 'utf8')
    for (const [name, path] of files) {
      expect(container.volumeMounts!.map(each => each.mountPath)).toContain(dirname(path))
      expect(help, name).toMatch(new RegExp(`--from-file=${path.slice(path.lastIndexOf('/') + 1)}\\b`))
    }
    expect(example.filter(each => each.kind === 'Secret')).toEqual([])
  })
})

describe('fits', () => {
  test('the settings are settings, without a mistake', () => {
    expect(problems).toEqual([])
    expect(Object.keys(variables).filter(name => !name.startsWith('TRIPLINE_'))).toEqual([])
    expect(settings['http.host']).toBe('0.0.0.0')
    expect(pod.enableServiceLinks).toBe(false)
  })

  test('probes and scrapes ask for what is served, on its port', async () => {
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe].map(
      each => each!.httpGet!,
    )
    expect(probes.map(each => each.path)).toEqual(['/healthz', '/healthz', '/readyz'])
    const port = container.ports!.find(each => each.containerPort === settings['http.port'])!.name!
    expect(probes.map(each => each.port)).toEqual([port, port, port])
    const annotations = deployment.spec!.template.metadata!.annotations!
    expect(annotations['prometheus.io/port']).toBe(String(settings['http.port']))
    const [endpoint] = (
      named('PodMonitor', 'tripline').spec as { podMetricsEndpoints: { port: string; path: string }[] }
    ).podMetricsEndpoints
    expect(endpoint?.port).toBe(port)

    const registry = createMetrics().registry
    const server = await startHealthServer({ host: '127.0.0.1', port: 0, registry, readiness: createReadiness() })
    const paths = [...probes.map(each => each.path!), endpoint!.path, annotations['prometheus.io/path']!]
    const answers = await Promise.all(paths.map(path => fetch(`http://127.0.0.1:${server.port}${path}`)))
    await server.close()
    expect(answers.map(each => each.status)).toEqual([200, 200, 503, 200, 200])
  })

  test('there is time to finish: the batches, then three connections of at most five seconds each', () => {
    expect(pod.terminationGracePeriodSeconds! * 1000).toBeGreaterThan(settings['shutdown.timeout_ms'] + 15_000)
  })

  test('every object finds the same pods, of this version', () => {
    const labels = deployment.spec!.template.metadata!.labels
    for (const each of ['Deployment', 'PodDisruptionBudget', 'PodMonitor']) {
      expect((named(each, 'tripline').spec as { selector: unknown }).selector, each).toEqual({ matchLabels: labels })
    }
    const policy = named('NetworkPolicy', 'tripline') as unknown as INetworkPolicy
    expect(policy.spec!.podSelector).toEqual({ matchLabels: labels })
    expect(container.image).toMatch(new RegExp(`:${version.replaceAll('.', '\\.')}$`))
  })

  test('the network lets through to each server of the settings', () => {
    const policy = named('NetworkPolicy', 'tripline') as unknown as INetworkPolicy
    const reached = policy.spec!.egress!.flatMap(({ to = [], ports = [] }) =>
      to.flatMap(peer => {
        const namespace = peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name']
        return ports.map(each => `${namespace}:${each.port}`)
      }),
    )
    const wanted = [...settings['kafka.brokers']!.map(each => `kafka://${each}`), settings['redis.url']!]
      .map(each => new URL(each))
      .map(({ hostname, port }) => `${hostname.split('.').at(-1)}:${port}`)
    expect(wanted.filter(each => !reached.includes(each))).toEqual([])
  })
})

describe('scaling', () => {
  interface Trigger {
    type: string
    metadata: Record<string, string>
  }
  const spec = named('ScaledObject', 'tripline').spec as { maxReplicaCount: number; triggers: Trigger[] }

  test('follows the lag of the group of the settings in the topic of the settings', () => {
    const { metadata } = spec.triggers.find(each => each.type === 'kafka')!
    expect(metadata).toEqual({
      bootstrapServers: settings['kafka.brokers']!.join(','),
      consumerGroup: settings['kafka.group'],
      topic: settings['topics.payments'],
      lagThreshold: expect.stringMatching(/^\d+$/),
      // The source begins at the earliest record where the group has committed nothing.
      offsetResetPolicy: 'earliest',
      allowIdleConsumers: 'false',
      sasl: settings['kafka.sasl_mechanism']!.replace('scram-sha-', 'scram_sha'),
      tls: settings['kafka.tls'] ? 'enable' : 'disable',
    })
  })

  test('stops at the number of partitions, and nobody else sets the number of processes', () => {
    const { services } = parse(readFileSync('docker-compose.yml', 'utf8')) as {
      services: { topics: { command: string[] } }
    }
    expect(spec.maxReplicaCount).toBe(Number(/--partitions (\d+)/.exec(services.topics.command.join())?.[1]))
    expect(deployment.spec!.replicas).toBeUndefined()
  })
})

describe('rules in a ConfigMap', () => {
  test('are a ruleset where they are mounted', async () => {
    const { sources } = pod.volumes!.find(each => each.name === 'rules')!.projected!
    const files: [string, string][] = sources!.flatMap(({ configMap }) => {
      const { data = {} } = named('ConfigMap', configMap!.name!)
      const items = configMap!.items ?? Object.keys(data).map(key => ({ key, path: key }))
      return items.map(({ key, path }): [string, string] => [path, data[key]!])
    })
    const folder = mountedAsKubernetesDoes(files)
    const { ruleset, problems: found } = await loadRuleset(folder)
    expect(found).toEqual([])
    expect(ruleset!.rules.map(each => each.name)).toEqual(['many-cards-one-ip'])
    expect(settings['rules.dir']).toBe(container.volumeMounts!.find(each => each.name === 'rules')!.mountPath)
    rmSync(folder, { recursive: true })
  })

  test('are starter rules', () => {
    const same: [string, string][] = [
      ['many-cards-one-ip.yaml', 'rules/ip/many-cards-one-ip.yaml'],
      ['lists/office-networks.csv', 'rules/lists/office-networks.csv'],
    ]
    for (const [copy, original] of same) {
      expect(readFileSync(join(EXAMPLE_OVERLAY, 'rules', copy), 'utf8')).toBe(readFileSync(original, 'utf8'))
    }
  })
})

/** The files lie in a folder with a date for a name; `..data` leads to it, and what is seen leads to `..data`. */
function mountedAsKubernetesDoes(files: readonly [string, string][]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-mounted-'))
  const dated = '..2026_11_22_10_00_00.1'
  for (const [path, text] of files) {
    mkdirSync(join(folder, dated, dirname(path)), { recursive: true })
    writeFileSync(join(folder, dated, path), text)
  }
  symlinkSync(dated, join(folder, '..data'))
  for (const top of new Set(files.map(([path]) => path.split('/')[0]!)))
    symlinkSync(join('..data', top), join(folder, top))
  return folder
}
