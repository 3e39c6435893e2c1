import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOMS, roomTable } from './import-table.ts'

interface Import {
  from: string
  to: string
  typeOnly: boolean
}

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"\n]|\n(?!\s*import))*?from\s+'([^']+)'|import\('([^']+)'\)/g
const files = readdir('src')

/** `src/velocity/plan.ts` is in `velocity`; `src/pipeline-summary.ts` belongs to `pipeline`. */
function roomOf(file: string): string {
  const [, first, second] = file.split('/')
  if (second !== undefined) return first!
  const name = first!.replace(/\.ts$/, '')
  return name.startsWith('pipeline') || name === 'waiting-out'
    ? 'pipeline'
    : name.startsWith('settings')
      ? 'settings'
      : name
}

function importsOf(file: string): Import[] {
  const found: Import[] = []
  for (const [, , type, target, dynamic] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const path = target ?? dynamic!
    if (path.startsWith('.')) {
      found.push({ from: file, to: normalize(join(dirname(file), path)), typeOnly: type !== undefined })
    }
  }
  return found
}

describe('import table', () => {
  it('has a row for each room', () => {
    const rooms = [...new Set(files.map(roomOf))].sort()
    expect(rooms).toEqual(ROOMS.map(each => each.room).sort())
  })

  it('stands in docs/architecture.md; renew it there with vitest -u', async () => {
    const page = readFileSync('docs/architecture.md', 'utf8')
    const before = page.slice(0, page.indexOf('| room |'))
    await expect(`${before}${roomTable()}\n`).toMatchFileSnapshot('../docs/architecture.md')
  })

  for (const { room, may, mayName = [], why } of ROOMS) {
    it(`${room}: ${why}`, () => {
      const wrong = files
        .filter(file => roomOf(file) === room)
        .flatMap(importsOf)
        .filter(each => roomOf(each.to) !== room && !may.includes(roomOf(each.to)))
        .filter(each => !(each.typeOnly && mayName.includes(roomOf(each.to))))
        .map(each => `${each.from} imports ${each.to}`)
      expect(wrong).toEqual([])
    })
  }
})

describe('source tree', () => {
  it('has no cycle of imports', () => {
    const graph = new Map(
      files.map(file => [
        file,
        importsOf(file)
          .filter(each => !each.typeOnly)
          .map(each => each.to),
      ]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (done.has(file)) return
      done.add(file)
      for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  it('names files in kebab-case, and none of them vaguely', () => {
    const vague = /(^|-)(util|utils|helper|helpers|common|manager|service|misc|info)(-|\.|$)/
    const names = files.map(file => file.split('/').at(-1)!)
    expect(names.filter(name => !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(name) || vague.test(name))).toEqual([])
  })

  it('keeps the core free of clocks, randomness and I/O', () => {
    const core = files.filter(file => ['model', 'velocity', 'engine', 'enrich', 'emit'].includes(roomOf(file)))
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|from 'node:(fs|http|dns|child_process)|process\.env/
    expect(core.filter(file => impure.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})

function readdir(root: string): string[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map(path => join(root, path))
  return paths.filter(path => path.endsWith('.ts')).sort()
}
