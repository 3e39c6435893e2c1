import { inject, onTestFinished } from 'vitest'
import { Stage } from './stage.ts'

/** A stage on the services of this run, closed when the test that opened it ends. */
export async function openStage(options: { partitions?: number } = {}): Promise<Stage> {
  const stage = new Stage({
    kafkaBrokers: inject('kafkaBrokers'),
    registryUrl: inject('registryUrl'),
    redisUrl: inject('redisUrl'),
  })
  onTestFinished(() => stage.close())
  await stage.open(options)
  return stage
}
