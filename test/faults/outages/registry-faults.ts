import { setTimeout as sleep } from 'node:timers/promises'
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import { expect, onTestFinished } from 'vitest'
import { schemaFiles } from '../../../src/decode/schema-files.ts'
import { Stage } from '../../end-to-end/stage.ts'
import { waitUntil } from '../../services/wait-until.ts'
import { expectAsScored } from './compare-with-score.ts'
import { makeStreams } from './make-streams.ts'
import { RegistryDetour, type RegistryState } from './registry-detour.ts'
import type { Scene } from './trial.ts'

export interface RegistryFault {
  state: RegistryState
  payments: number
  /** How long a schema that is not known yet has to wait. */
  forMs: number
  seed: number
}

/**
 * F26: payments of a schema that is known go on while the registry is of no use; those of one that is not known wait, and
 * none goes to the dead letters.
 */
export async function breakRegistry(scene: Scene, { state, payments, forMs, seed }: RegistryFault) {
  const detour = await RegistryDetour.open(scene.registryUrl)
  onTestFinished(() => detour.close())
  const stage = new Stage({ ...scene, registryUrl: detour.url })
  onTestFinished(() => stage.close())
  await stage.open()
  const [known, fresh] = [
    await encoder(scene.registryUrl, stage.name, 1),
    await encoder(scene.registryUrl, stage.name, 2),
  ]
  const [lines] = makeStreams(payments, 1, seed) as [string[]]
  const third = Math.floor(payments / 3)
  const produce = async (part: readonly string[], encode: (payment: object) => Promise<Buffer>) => {
    const messages = await Promise.all(part.map(async line => ({ key: 'one', value: await encode(JSON.parse(line)) })))
    await stage.produce(messages)
  }
  const worker = await stage.startWorker({ TRIPLINE_DECISIONS_DETAIL: 'all', TRIPLINE_FORMAT: 'avro' })
  await produce(lines.slice(0, third), known)
  await stage.untilCommitted(third)

  detour.state = state
  await produce(lines.slice(third, 2 * third), known)
  await stage.untilCommitted(2 * third, 60_000)
  await produce(lines.slice(2 * third), fresh)
  await waitUntil('word of the registry', 60_000, async () => /"registry"/.test(await worker.readiness()))
  await sleep(forMs) // how long it lasts
  const committedMeanwhile = await stage.committed()
  const lettersMeanwhile = (await stage.readAll('deadLetters')).length
  detour.state = 'well'
  const wellMs = Date.now()
  await stage.untilCommitted(lines.length, 60_000)
  const figures = `${detour.refused} requests refused, done ${Date.now() - wellMs} ms after it was well`
  await expectAsScored(`F26 registry: ${state}`, stage, [lines], figures)
  expect({ committedMeanwhile, lettersMeanwhile }).toEqual({ committedMeanwhile: 2 * third, lettersMeanwhile: 0 })
}

/** A schema that no other test has registered, so that no id of it is known from before. */
async function encoder(url: string, name: string, version: number): Promise<(payment: object) => Promise<Buffer>> {
  const registry = new SchemaRegistry({ host: url })
  const schema = { ...(JSON.parse(schemaFiles()['payment.avsc']!) as object), doc: `${name}, version ${version}` }
  const { id } = await registry.register(
    { type: SchemaType.AVRO, schema: JSON.stringify(schema) },
    { subject: `${name}-${version}-value` },
  )
  return payment => registry.encode(id, payment)
}
