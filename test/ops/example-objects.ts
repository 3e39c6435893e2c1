import type { IDeployment } from 'kubernetes-models/apps/v1'
import { loadSettings } from '../../src/settings.ts'
import { EXAMPLE_FILE, manifestsIn } from './manifests.ts'

/** The objects of the example overlay, as they reach a cluster. */
export const example = manifestsIn(EXAMPLE_FILE)
export const named = (kind: string, name: string) =>
  // Of a ConfigMap the name carries a hash.
  example.find(each => each.kind === kind && each.metadata.name.replace(/-[a-z0-9]{10}$/, '') === name)!

export const deployment = named('Deployment', 'tripline') as unknown as IDeployment
export const pod = deployment.spec!.template.spec!
export const container = pod.containers[0]!
export const variables = named('ConfigMap', 'tripline-settings').data!
/** What a file of the Secret holds, by the end of its name. */
export const held = (path: string) => (path.endsWith('-url') ? 'postgres://tripline@db/tripline' : 'sixteen letters!')
export const { settings, problems } = loadSettings(variables, undefined, held)
