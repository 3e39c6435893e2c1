import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { isInstalled, startProgram } from '../../test/services/program.ts'
import { ServiceUnavailable } from '../../test/services/unavailable.ts'
import { type Contender, courseEnvironment } from '../contest/contender.ts'

const run = promisify(execFile)
/** Java's collector for throughput, with room; the modules are those that Flink asks to be opened. */
const JAVA = ['-Xms1g', '-Xmx2g', '-XX:+UseParallelGC', '--add-opens=java.base/java.lang=ALL-UNNAMED']
const BUILD_TO = resolve('out/peers')

export interface JavaPeer {
  name: string
  durability: string
  folder: 'flink' | 'kafka-streams'
  main: string
  variant: string
  /** Where it keeps counts on disk, in its folder for state; absent where they are on the heap. */
  stateFolder?: string
  paymentsMax?: number
}

const built = new Map<string, Promise<void>>()

/** One of the peers in bench/peers, built with Maven when it is first asked for in this run. */
export function javaPeer({ name, durability, folder, main, variant, stateFolder, paymentsMax }: JavaPeer): Contender {
  return {
    name,
    durability,
    ...(paymentsMax === undefined ? {} : { paymentsMax }),
    async start(course) {
      const building = built.get(folder) ?? build(folder)
      built.set(folder, building)
      await building
      const stateDir = mkdtempSync(join(tmpdir(), `tripline-bench-${folder}-`))
      const removeState = () => rmSync(stateDir, { recursive: true, force: true })
      process.once('exit', removeState)
      const environment = { ...courseEnvironment(course), BENCH_VARIANT: variant, BENCH_STATE_DIR: stateDir }
      const assigned = Object.entries(environment).map(([variable, value]) => `${variable}=${value}`)
      const classes = `${join(BUILD_TO, folder, 'classes')}:${join(BUILD_TO, folder, 'jars', '*')}`
      const program = startProgram(`bench-${folder}`, 'env', [...assigned, 'java', ...JAVA, '-cp', classes, main])
      return {
        pids: [program.pid],
        ended: program.ended,
        stateBytes: async () =>
          stateFolder === undefined ? liveHeapBytes(program.pid) : folderBytes(join(stateDir, stateFolder)),
        async stop() {
          await program.stop()
          process.off('exit', removeState)
          removeState()
        },
      }
    },
  }
}

async function build(folder: string): Promise<void> {
  if (!isInstalled('javac', '-version') || !isInstalled('mvn', '-version')) {
    throw new ServiceUnavailable(
      folder,
      'install Java 17 and Maven (Debian: openjdk-17-jdk-headless maven), or leave it out',
    )
  }
  const jars = `-DoutputDirectory=${join(BUILD_TO, folder, 'jars')}`
  const goals = ['compile', 'dependency:copy-dependencies', '-DincludeScope=runtime', jars]
  await run('mvn', ['-q', '-B', '-f', join('bench', 'peers', folder, 'pom.xml'), ...goals])
}

/** What is left of the heap after a collection: the counts, and whatever else the process cannot do without. */
async function liveHeapBytes(pid: number): Promise<number> {
  await run('jcmd', [String(pid), 'GC.run'])
  const { stdout } = await run('jcmd', [String(pid), 'GC.heap_info'])
  const used = [...stdout.matchAll(/(?:PSYoungGen|ParOldGen)\s+total \d+K, used (\d+)K/g)]
  return used.reduce((sum, [, kilobytes]) => sum + 1024 * Number(kilobytes), 0)
}

/** Files come and go while it is looked at. */
function folderBytes(folder: string): number {
  let bytes = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (existsSync(path)) bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}
