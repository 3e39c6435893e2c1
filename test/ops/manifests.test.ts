import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { isInstalled } from '../services/program.ts'
import { manifestMistakes } from './manifest-mistakes.ts'
import { EXAMPLE_FILE, EXAMPLE_OVERLAY, type Manifest, manifestsIn, sourceDigest, sourceFiles } from './manifests.ts'

const example = manifestsIn(EXAMPLE_FILE)

describe('the Kubernetes manifests are valid', () => {
  /** Those that stand alone; patches are parts of an object and are seen in the example, which they are a part of. */
  const whole = sourceFiles().filter(
    file =>
      /\.yaml$/.test(file) && !/kustomization|\/rules\/|overlays\/example\/(deployment|scaled|network)/.test(file),
  )

  test('by the schemas of Kubernetes, KEDA and the Prometheus Operator, with no field that they do not know', async () => {
    const parts = whole.flatMap(manifestsIn).map(withLabels)
    expect(parts.length).toBe(14)
    expect(await manifestMistakes([...parts, ...example])).toEqual([])
  })

  test('a mistake would be seen', async () => {
    const [name, metadata] = ['a', { name: 'a' }]
    const spec = (part: object) => ({
      selector: { matchLabels: {} },
      template: { metadata: {}, spec: { containers: [{ name, ...part }] } },
    })
    const deploymentOf = (part: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: spec(part) })
    const mistakes = await manifestMistakes([
      deploymentOf({ imagee: 'b' }),
      deploymentOf({ resources: { limits: { memory: '1 GB' } } }),
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailabel: 1 } },
      { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata, spec: { triggers: [] } },
      { apiVersion: 'apps/v2', kind: 'Deployment', metadata },
    ])
    for (const each of ['imagee', 'quantity', 'maxUnavailabel', 'scaleTargetRef', 'apps/v2']) {
      expect(mistakes.join('\n')).toContain(each)
    }
  })

  test('the example is built from what is there', () => {
    expect(readFileSync(EXAMPLE_FILE, 'utf8').split('\n')[1]).toBe(`# sources: ${sourceDigest()}`)
  })

  const hasKustomize = isInstalled('kubectl', 'kustomize', '--help')
  test(hasKustomize ? 'by kubectl kustomize; renew the example with vitest -u' : 'no kubectl is here', async () => {
    if (!hasKustomize) return
    const built = execFileSync('kubectl', ['kustomize', EXAMPLE_OVERLAY], { encoding: 'utf8' })
    // Versions of kustomize lay the same objects out differently.
    if (isAsBuilt(parseAllDocuments(built).map(each => each.toJS()))) return
    const head = `# Made by \`kubectl kustomize ${EXAMPLE_OVERLAY}\`.\n# sources: ${sourceDigest()}\n`
    await expect(head + built).toMatchFileSnapshot(`../../${EXAMPLE_FILE}`)
  })
})

function isAsBuilt(built: Manifest[]): boolean {
  const inOrder = (manifests: Manifest[]) => manifests.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`
  const hasDigest = readFileSync(EXAMPLE_FILE, 'utf8').includes(`# sources: ${sourceDigest()}\n`)
  return hasDigest && isDeepStrictEqual(inOrder(built), inOrder(example))
}

/** Kustomize sets the label and the selector that the files of the base leave out. */
function withLabels(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Deployment') return manifest
  return { ...manifest, spec: { selector: { matchLabels: {} }, ...(manifest.spec as object) } }
}
