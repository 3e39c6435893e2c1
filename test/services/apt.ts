import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isInstalled } from './program.ts'
import { ServiceUnavailable } from './unavailable.ts'

/** One at a time, whatever processes ask: apt does not wait for its own lock. */
const TURN = join(tmpdir(), 'tripline-test-apt.lock')

/**
 * On Debian, with the right to, installs a missing program's package; that is said, because it changes the machine. Throws
 * `ServiceUnavailable` with what to install otherwise.
 */
export async function installPackage(service: string, program: string, name: string): Promise<void> {
  if (isInstalled(program, '--version')) return
  const remedy = `install ${program} (Debian: apt-get install ${name}), or Docker`
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) throw new ServiceUnavailable(service, remedy)
  console.log(`services: ${program} is missing, running apt-get install ${name}`)
  const apt = (...args: string[]) =>
    promisify(execFile)('flock', [TURN, 'apt-get', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  try {
    await apt('update')
    await apt('install', '--yes', '--no-install-recommends', name)
  } catch (error) {
    throw new ServiceUnavailable(service, remedy, error)
  }
}
