import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { isInstalled } from './program.ts'

const run = promisify(execFile)
let engine: boolean | undefined

/** True when an engine answers, not merely when the command is there. */
function hasDockerEngine(): boolean {
  engine ??= isInstalled('docker', 'info')
  return engine
}

/** An engine that answers but cannot run the image (no network, no rights) is said, and passed over. */
export async function preferDocker<T>(inDocker: () => Promise<T>, onMachine: () => Promise<T>): Promise<T> {
  if (!hasDockerEngine()) return onMachine()
  try {
    return await inDocker()
  } catch (error) {
    console.log(`services: ${error instanceof Error ? error.message.split('\n')[0] : error}; trying this machine`)
    return onMachine()
  }
}

export interface Container {
  stop(): Promise<void>
}

/** Runs an image with one port published on 127.0.0.1 under the same number that the program inside listens on. */
export function startContainer(
  image: string,
  ports: { host: number; inside: number },
  environment: Record<string, string> = {},
): Promise<Container> {
  const variables = Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  return runDetached(['--publish', `127.0.0.1:${ports.host}:${ports.inside}`, ...variables, image])
}

/** Runs an image in the network of this machine, for what has to reach the processes of the tests. */
export function startContainerOnHost(
  image: string,
  mounts: readonly string[],
  args: readonly string[],
): Promise<Container> {
  return runDetached(['--network', 'host', ...mounts.flatMap(mount => ['--volume', mount]), image, ...args])
}

async function runDetached(args: readonly string[]): Promise<Container> {
  const { stdout } = await run('docker', ['run', '--detach', '--rm', ...args])
  const id = stdout.trim()
  const remove = (): void => void execFileSync('docker', ['rm', '--force', id], { stdio: 'ignore' })
  process.once('exit', remove)
  return {
    async stop() {
      process.removeListener('exit', remove)
      await run('docker', ['rm', '--force', id])
    },
  }
}
