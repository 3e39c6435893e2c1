import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from './manifests.ts'

/** Where the schema of each kind is: packages made from the API of Kubernetes and from the resource definitions of the operators. */
const MODULES: Record<string, string> = {
  'v1 ConfigMap': 'kubernetes-models/v1/ConfigMap',
  'v1 Service': 'kubernetes-models/v1/Service',
  'v1 ServiceAccount': 'kubernetes-models/v1/ServiceAccount',
  'apps/v1 Deployment': 'kubernetes-models/apps/v1/Deployment',
  'policy/v1 PodDisruptionBudget': 'kubernetes-models/policy/v1/PodDisruptionBudget',
  'networking.k8s.io/v1 NetworkPolicy': 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy',
  'keda.sh/v1alpha1 ScaledObject': '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject',
  'keda.sh/v1alpha1 TriggerAuthentication': '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication',
  'monitoring.coreos.com/v1 PodMonitor': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor',
}

/** What is wrong with them by their schemas; a field that no schema knows is wrong too. Asks no cluster. */
export async function manifestMistakes(manifests: readonly Manifest[]): Promise<string[]> {
  const mistakes: string[] = []
  const known: [Manifest, string][] = []
  for (const manifest of manifests) {
    const path = MODULES[`${manifest.apiVersion} ${manifest.kind}`]
    if (path === undefined) mistakes.push(`${manifest.kind}: no schema of ${manifest.apiVersion} is known`)
    else known.push([manifest, path])
  }
  for (const [manifest, path] of known) mistakes.push(...(await wrongValues(manifest, path)))
  return [...mistakes, ...unknownFields(known)]
}

interface Model {
  validate(): void
}

/** Missing fields, wrong types, quantities and choices. */
async function wrongValues(manifest: Manifest, path: string): Promise<string[]> {
  const module = (await import(path)) as Record<string, new (content: Manifest) => Model>
  try {
    new module[manifest.kind]!(manifest).validate()
    return []
  } catch (error) {
    return [`${manifest.kind}: ${error instanceof Error ? error.message : error}`]
  }
}

/** The compiler refuses fields that a type does not have, and the schemas come with types that say just what they say. */
function unknownFields(manifests: readonly [Manifest, string][]): string[] {
  mkdirSync('out', { recursive: true })
  const folder = mkdtempSync(join('out', 'manifests-'))
  const options = { module: 'nodenext', target: 'es2022', strict: true, skipLibCheck: true, noEmit: true, types: [] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['manifests.ts'] }))
  const lines = manifests.flatMap(([manifest, path], index) => [
    `import type { I${manifest.kind} as Kind${index} } from '${path}'`,
    `export const manifest${index}: Kind${index} = ${JSON.stringify(manifest)}`,
  ])
  writeFileSync(join(folder, 'manifests.ts'), lines.join('\n'))
  try {
    execFileSync('node_modules/.bin/tsc', ['-p', folder], { encoding: 'utf8', stdio: 'pipe' })
    return []
  } catch (error) {
    const { stdout = String(error) } = error as { stdout?: string }
    return stdout.split('\n').filter(line => line.includes('error'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
