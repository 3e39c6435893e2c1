import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'

/** One object of Kubernetes, as it is written. */
export interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  data?: Record<string, string>
  spec?: unknown
}

const FOLDER = 'ops/kubernetes'

/** What `kubectl kustomize` made of the example overlay. */
export const EXAMPLE_FILE = `${FOLDER}/example.yaml`
export const EXAMPLE_OVERLAY = `${FOLDER}/overlays/example`

/** All objects of one file. Kubernetes reads YAML 1.1, whose octal numbers and `yes` are others: none may be written. */
export function manifestsIn(file: string): Manifest[] {
  const text = readFileSync(file, 'utf8')
  const [newer, older] = (['1.2', '1.1'] as const).map(version =>
    parseAllDocuments(text, { version }).map(document => document.toJS() as Manifest),
  )
  if (JSON.stringify(newer) !== JSON.stringify(older)) throw new Error(`${file} means two things in YAML 1.1 and 1.2`)
  return newer!
}

/** Every file that the example is made from: those of the base, the components and the overlay. */
export function sourceFiles(): string[] {
  return ['base', 'components', 'overlays']
    .flatMap(part => {
      const paths = readdirSync(join(FOLDER, part), { recursive: true, withFileTypes: true })
      return paths.filter(each => each.isFile()).map(each => join(each.parentPath, each.name))
    })
    .sort()
}

/** Stands in the first line of the example, so that it is noticed where no kubectl is that it was not built anew. */
export function sourceDigest(): string {
  const hash = createHash('sha256')
  for (const file of sourceFiles()) hash.update(`${file}\0${readFileSync(file, 'utf8')}\0`)
  return hash.digest('hex').slice(0, 16)
}
