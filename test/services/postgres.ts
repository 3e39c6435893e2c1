import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { installPackage } from './apt.ts'
import { preferDocker, startContainer } from './docker.ts'
import { freePort } from './free-port.ts'
import { type Program, startProgram } from './program.ts'
import { ServiceUnavailable } from './unavailable.ts'
import { waitUntil } from './wait-until.ts'

const IMAGE = 'postgres:17-alpine'
/** Where Debian puts the programs of each version. */
const DEBIAN = '/usr/lib/postgresql'

export interface PostgresServer {
  url: string
  how: string
  program?: Program
  /** After a kill: the same server on the same port and data. */
  restart?(): Promise<void>
  stop(): Promise<void>
}

export function startPostgres(): Promise<PostgresServer> {
  return preferDocker(startPostgresContainer, () => startPostgresProgram())
}

/** A database of its own on a server: `newDatabase(inject('postgresUrl'))`. */
export async function newDatabase(serverUrl: string): Promise<string> {
  const name = `tripline_${randomBytes(6).toString('hex')}`
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}

export async function startPostgresProgram(name = 'postgres'): Promise<PostgresServer> {
  const bin = await programs()
  const home = mkdtempSync(join(tmpdir(), 'tripline-postgres-'))
  const data = join(home, 'data')
  const port = await freePort()
  if (process.getuid?.() === 0) {
    await promisify(execFile)('chown', ['postgres', home])
    chmodSync(home, 0o700)
  }
  const [initdb, ...args] = asUser(
    join(bin, 'initdb'),
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '--no-sync',
    '-E',
    'UTF8',
  )
  await promisify(execFile)(initdb!, args, { cwd: '/' })
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const settings = ['-c', 'shared_buffers=32MB', '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`]
  const server: PostgresServer = {
    url,
    how: 'PostgreSQL on this machine',
    async restart() {
      const [command, ...rest] = asUser(join(bin, 'postgres'), '-D', data, '-p', `${port}`, ...settings)
      server.program = startProgram(name, command!, rest, '/')
      await Promise.race([server.program.ended, postgresAnswers(url)])
    },
    async stop() {
      server.program?.kill('SIGINT') // ends at once, without waiting for connections
      await server.program?.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
  await server.restart?.()
  return server
}

async function startPostgresContainer(): Promise<PostgresServer> {
  const port = await freePort()
  const container = await startContainer(IMAGE, { host: port, inside: 5432 }, { POSTGRES_HOST_AUTH_METHOD: 'trust' })
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await postgresAnswers(url)
  return { url, how: `Docker image ${IMAGE}`, stop: () => container.stop() }
}

/** The folder of initdb and postgres. */
async function programs(): Promise<string> {
  const found = () => {
    const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
    const onPath = (process.env.PATH ?? '').split(':')
    return [...versions.map(version => join(DEBIAN, version, 'bin')), ...onPath].find(folder =>
      existsSync(join(folder, 'initdb')),
    )
  }
  const before = found()
  if (before !== undefined) return before
  await installPackage('PostgreSQL', 'initdb', 'postgresql')
  const after = found()
  if (after === undefined) throw new ServiceUnavailable('PostgreSQL', 'install postgresql, or Docker')
  return after
}

/** PostgreSQL refuses to run as root; the user `postgres` comes with the package. */
function asUser(...command: string[]): string[] {
  if (process.getuid?.() !== 0) return command
  return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--pdeathsig', 'KILL', ...command]
}

async function postgresAnswers(url: string): Promise<void> {
  await waitUntil(`PostgreSQL at ${url}`, 30_000, async () => {
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.end()
    return true
  })
}
