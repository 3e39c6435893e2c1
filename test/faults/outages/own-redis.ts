import { onTestFinished } from 'vitest'
import { freePort } from '../../services/free-port.ts'
import { MortalRedis } from '../mortal-redis.ts'

/** A Redis that only the test that started it harms; gone when that test ends. */
export async function ownRedis(...settings: string[]): Promise<MortalRedis> {
  const server = new MortalRedis(await freePort(), settings)
  onTestFinished(() => server.stop())
  await server.start()
  return server
}
