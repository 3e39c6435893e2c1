import { readFileSync } from 'node:fs'
import { expect, inject, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { paymentEncoder } from '../decode/encode.ts'
import { openStage } from '../end-to-end/open-stage.ts'
import { waitUntil } from '../services/wait-until.ts'
import { RegistryDetour } from './outages/registry-detour.ts'

const PASSWORD = 'a-long-password'
const sample = parse(readFileSync('rules/sample-payment.yaml', 'utf8')) as object

it('a registry that asks for a sign-in: a wrong password waits and says what to check, the right one goes on', async () => {
  const registry = await RegistryDetour.open(inject('registryUrl'))
  onTestFinished(() => registry.close())
  registry.signIn = `tripline:${PASSWORD}`
  const stage = await openStage()
  const { encode } = await paymentEncoder(inject('registryUrl'), 'avro')
  const payment = {
    ...sample,
    id: 'signed-in',
    occurredAt: '2026-11-21T10:00:00.000Z',
    amount: '10.00',
    currency: 'USD',
  }
  await stage.produce([{ key: 'one', value: await encode(payment) }])
  const settings = {
    TRIPLINE_REGISTRY_URL: registry.url,
    TRIPLINE_REGISTRY_USERNAME: 'tripline',
    TRIPLINE_REGISTRY_PASSWORD: 'a-wrong-password',
    TRIPLINE_SHUTDOWN_TIMEOUT_MS: '300',
  }

  const refused = await stage.launchWorker(settings)
  const why = await waitUntil('an outage of the registry', 60_000, async () =>
    (await refused.reasons()).find(each => each.what === 'registry'),
  )
  expect(why.why).toBe('the schema registry answered with status 401; check registry.username and registry.password')
  expect(await refused.stop()).toBe(0)
  for (const never of ['    at ', 'a-wrong-password']) expect(refused.log).not.toContain(never)
  expect(await stage.committed()).toBe(0)

  const trusted = await stage.launchWorker({ ...settings, TRIPLINE_REGISTRY_PASSWORD: PASSWORD })
  await stage.untilCommitted(1)
  expect(await trusted.stop()).toBe(0)
  expect((await stage.readAll('decisions')).map(each => each.key)).toEqual(['signed-in'])
  expect(await stage.readAll('deadLetters')).toEqual([])
})
