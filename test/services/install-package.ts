import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { ServiceUnavailable } from './unavailable.ts'

/** On Debian, with the right to, the package is installed; that is said, because it changes the machine. */
export async function installPackage(service: string, name: string): Promise<void> {
  const remedy = `install ${name} (Debian: apt-get install ${name}), or Docker`
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) throw new ServiceUnavailable(service, remedy)
  console.log(`services: ${name} is missing, running apt-get install ${name}`)
  const apt = (...args: string[]) =>
    promisify(execFile)('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  try {
    await apt('update')
    await apt('install', '--yes', '--no-install-recommends', name)
  } catch (error) {
    throw new ServiceUnavailable(service, remedy, error)
  }
}
