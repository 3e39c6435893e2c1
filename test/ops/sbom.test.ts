/** The bill of materials lists everything that runs, and nothing that runs has a licence that asks more of its users than ours. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

interface Component {
  'bom-ref': string
  name: string
  version: string
  hashes?: { alg: string }[]
  licenses?: { license?: { id?: string }; expression?: string }[]
}
interface Bill {
  bomFormat: string
  metadata: { component: Component & { type: string } }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}
interface Package {
  name: string
  version: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** They ask for their text and the names of their authors to be kept, and for no more. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT']
/** Packages that name no licence by its identifier, and have it in a file: MIT; Bitstream Vera's, free to embed and pass on. */
const LICENCE_IN_FILE = ['png-js@2.0.0', 'dejavu-fonts-ttf@2.37.3']

const { scripts, ...own } = JSON.parse(readFileSync('package.json', 'utf8')) as Package & {
  scripts: Record<string, string>
}
const [program = '', ...args] = scripts.sbom!.split(' ')
const bill = JSON.parse(execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 })) as Bill
const nameOf = ({ name, version }: { name: string; version: string }) => `${name}@${version}`

describe('the bill of materials', () => {
  test('is of this program', () => {
    expect(bill.bomFormat).toBe('CycloneDX')
    expect(bill.metadata.component).toMatchObject({ type: 'application', name: own.name, version: own.version })
  })

  test('lists what is installed for the runtime, found by walking through the packages, and no more', () => {
    const found = new Set<string>()
    walk(process.cwd(), own, found)
    const listed = bill.components.map(nameOf)
    expect([...found].filter(each => !listed.includes(each))).toEqual([])
    // A package that is installed for another one's optional dependency is reached as well; types are not loaded but come along.
    expect(listed.filter(each => !found.has(each))).toEqual([])
    for (const name of Object.keys(own.dependencies!)) expect(listed.join()).toContain(name)
  })

  test('says for each what it is made of, and which ones it needs', () => {
    expect(bill.components.filter(each => each.hashes?.[0]?.alg !== 'SHA-512').map(nameOf)).toEqual([])
    const refs = [bill.metadata.component, ...bill.components].map(each => each['bom-ref'])
    expect(bill.dependencies.flatMap(each => each.dependsOn).filter(each => !refs.includes(each))).toEqual([])
    expect(refs.filter(each => !bill.dependencies.some(({ ref }) => ref === each))).toEqual([])
  })

  test('holds licences that may be used without asking', () => {
    const named = bill.components.filter(each => !LICENCE_IN_FILE.includes(nameOf(each)))
    const odd = named.filter(({ licenses = [] }) => {
      const ids = licenses.map(({ license, expression }) => license?.id ?? expression ?? '')
      return ids.length === 0 || ids.some(id => !ALLOWED.includes(id))
    })
    expect(odd.map(each => `${nameOf(each)}: ${JSON.stringify(each.licenses)}`)).toEqual([])
  })
})

/** Follows dependencies as Node would, through the folders that they are installed in. */
function walk(folder: string, { dependencies = {}, optionalDependencies = {} }: Package, found: Set<string>): void {
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const home = homeOf(name, folder)
    if (home === undefined) {
      expect(Object.keys(optionalDependencies), `${name}, which ${folder} needs`).toContain(name)
      continue
    }
    const needed = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Package
    if (found.has(nameOf(needed))) continue
    found.add(nameOf(needed))
    walk(home, needed, found)
  }
}

/** The nearest `node_modules` above that has it. */
function homeOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', name)
    if (existsSync(join(home, 'package.json'))) return home
    if (folder === dirname(folder)) return undefined
  }
}
