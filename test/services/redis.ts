import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { installPackage } from './apt.ts'
import { preferDocker, startContainer } from './docker.ts'
import { freePort } from './free-port.ts'
import { SERVICES_DIR } from './places.ts'
import { type Program, startProgram } from './program.ts'
import { waitUntil } from './wait-until.ts'

const IMAGE = 'redis:7.4-alpine'

export interface RedisServer {
  url: string
  how: string
  program?: Program
  stop(): Promise<void>
}

export function startRedis(name = 'redis', settings: readonly string[] = []): Promise<RedisServer> {
  return preferDocker(
    () => startRedisContainer(),
    () => startRedisProgram(name, settings),
  )
}

/** `settings` are further arguments of redis-server: `['--appendonly', 'yes']`. */
export async function startRedisProgram(name = 'redis', settings: readonly string[] = []): Promise<RedisServer> {
  await installPackage('Redis', 'redis-server', 'redis-server')
  const port = await freePort()
  mkdirSync(SERVICES_DIR, { recursive: true })
  const home = mkdtempSync(join(SERVICES_DIR, `${name}-`))
  const args = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    home,
    ...settings,
  ]
  const program = startProgram(name, 'redis-server', args, home)
  await Promise.race([program.ended, redisAnswers(port)])
  return {
    url: `redis://127.0.0.1:${port}`,
    how: 'redis-server on this machine',
    program,
    async stop() {
      await program.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function startRedisContainer(): Promise<RedisServer> {
  const port = await freePort()
  const container = await startContainer(IMAGE, { host: port, inside: 6379 })
  await redisAnswers(port)
  return { url: `redis://127.0.0.1:${port}`, how: `Docker image ${IMAGE}`, stop: () => container.stop() }
}

async function redisAnswers(port: number): Promise<void> {
  await waitUntil(`Redis on port ${port}`, 20_000, () => pong(port))
}

function pong(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('error', reject)
    socket.once('data', answer => {
      socket.destroy()
      resolve(answer.toString().startsWith('+PONG'))
    })
  })
}
