import { Redis } from 'ioredis'
import { startCpu } from '../start-cpu.ts'

/** Sent together, as by a client that is busy; one at a time each would pay for a turn of the event loop too. */
const WAVE_COMMANDS = 500

/** CPU of this process for each GET of a short string by ioredis, µs. */
export async function redisCommandCost(url: string, commands: number): Promise<number> {
  const redis = new Redis(url)
  const waves = Math.ceil(commands / WAVE_COMMANDS)
  try {
    await redis.set('bench', 'a short string')
    const send = async (count: number): Promise<void> => {
      for (let wave = 0; wave < count; wave++) {
        await Promise.all(Array.from({ length: WAVE_COMMANDS }, () => redis.get('bench')))
      }
    }
    await send(Math.ceil(waves / 4))
    const cpu = startCpu()
    await send(waves)
    return cpu() / (waves * WAVE_COMMANDS)
  } finally {
    redis.disconnect()
  }
}
