/** The desk and the intake run as safely as what scores, and have what they need. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { IDeployment } from 'kubernetes-models/apps/v1'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import type { IService } from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { loadSettings } from '../../src/settings.ts'
import { container, held, named, pod, settings, variables } from './example-objects.ts'
import { EXAMPLE_OVERLAY } from './manifests.ts'

/** The same image with another command; each comes as a component. */
const others = ['desk', 'intake'].map(command => {
  const name = `tripline-${command}`
  const spec = (named('Deployment', name) as unknown as IDeployment).spec!
  const [only] = spec.template.spec!.containers
  const own = Object.fromEntries((only!.env ?? []).map(each => [each.name, each.value ?? '']))
  return { command, name, spec, pod: spec.template.spec!, container: only!, own }
})

describe.each(others)('$name', ({ command, name, spec, pod: itsPod, container: its, own }) => {
  test('is the same image with its own command, as safe as the first, and asked the same', () => {
    const { containers: _containers, volumes: _volumes, topologySpreadConstraints: _spread, ...rest } = itsPod
    expect(pod).toMatchObject(rest)
    expect(its.args).toEqual([command])
    for (const part of [
      'image',
      'securityContext',
      'startupProbe',
      'livenessProbe',
      'readinessProbe',
      'envFrom',
    ] as const) {
      expect(its[part], part).toEqual(container[part])
    }
    expect(its.volumeMounts!.every(each => each.readOnly)).toBe(true)
    expect(its.ports).toContainEqual({ name: 'http', containerPort: settings['http.port'] })
  })

  test('has settings without a mistake, and names the files of its secrets', () => {
    const loaded = loadSettings({ ...variables, ...own }, undefined, held)
    expect(loaded.problems).toEqual([])
    const files = Object.entries(own).flatMap(([variable, path]) => (variable.endsWith('_FILE') ? [path] : []))
    const help = readFileSync(join(EXAMPLE_OVERLAY, 'kustomization.yaml'), 'utf8')
    expect(files).toHaveLength(1)
    for (const path of files) {
      expect(its.volumeMounts!.map(each => each.mountPath)).toContain(dirname(path))
      expect(help).toContain(`--from-file=${path.slice(path.lastIndexOf('/') + 1)}`)
    }
    if (command === 'intake') {
      expect(its.ports).toContainEqual({ name: 'intake', containerPort: loaded.settings['intake.port'] })
      expect(loaded.settings['intake.host']).toBe('0.0.0.0')
      const service = named('Service', name) as unknown as IService
      expect(service.spec!.selector).toEqual(spec.template.metadata!.labels)
      expect(service.spec!.ports!.map(each => each.targetPort)).toEqual(['intake'])
    } else {
      expect(its.volumeMounts).toContainEqual(container.volumeMounts!.find(each => each.name === 'rules'))
    }
  })

  test('is what its selectors find, and the network lets it through', () => {
    const labels = { 'app.kubernetes.io/name': name }
    expect([spec.selector.matchLabels, spec.template.metadata!.labels]).toEqual([labels, labels])
    expect((named('PodMonitor', name).spec as { selector: object }).selector).toEqual({ matchLabels: labels })
    const policy = named('NetworkPolicy', name) as unknown as INetworkPolicy
    expect(policy.spec!.podSelector).toEqual({ matchLabels: labels })
    const open = policy.spec!.egress!.flatMap(({ ports = [] }) => ports.map(each => each.port))
    expect(open).toEqual(expect.arrayContaining([53, 9092, 9093, command === 'desk' ? 5432 : 443]))
    const entered = policy.spec!.ingress!.flatMap(({ ports = [] }) => ports.map(each => each.port))
    expect(entered).toEqual(command === 'desk' ? ['http'] : ['http', 'intake'])
  })
})
