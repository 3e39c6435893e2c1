import { randomUUID } from 'node:crypto'
import { expect, inject, it, onTestFinished } from 'vitest'
import { Stage } from '../end-to-end/stage.ts'
import { waitUntil } from '../services/wait-until.ts'
import { IntakeProcess } from './intake-process.ts'
import { INTAKE_KEYS, type SigningGateway } from './signing.ts'

const BODIES = 240
const SENDERS = 8
const KILLS = 2

interface Sent {
  gateway: SigningGateway
  body: string
  topic: 'payments' | 'outcomes'
  key: string
}

const AT_SECONDS = Math.floor(Date.now() / 1000) - 60

/** Payments and outcomes in turn, from two gateways. */
function bodyOf(index: number): Sent {
  const created = AT_SECONDS
  if (index % 4 === 0) {
    const object = {
      object: 'dispute',
      id: `dp_${index}`,
      charge: `ch_${index}`,
      created,
      amount: 500,
      currency: 'usd',
      status: 'needs_response',
    }
    return { gateway: 'stripe', body: JSON.stringify(object), topic: 'outcomes', key: `ch_${index}` }
  }
  if (index % 4 === 1) {
    const order = {
      id: 1_000_000 + index,
      created_at: new Date(created * 1000).toISOString(),
      financial_status: 'paid',
      total_price: '10.00',
      currency: 'USD',
    }
    return { gateway: 'shopify', body: JSON.stringify(order), topic: 'payments', key: String(order.id) }
  }
  const object = {
    object: 'charge',
    id: `ch_${index}`,
    created,
    amount: 500 + index,
    currency: 'usd',
    status: 'succeeded',
    captured: true,
  }
  return { gateway: 'stripe', body: JSON.stringify(object), topic: 'payments', key: `ch_${index}` }
}

function openStage(): Stage {
  return new Stage({
    kafkaBrokers: inject('kafkaBrokers'),
    registryUrl: inject('registryUrl'),
    redisUrl: inject('redisUrl'),
  })
}

it('loses nothing that it answered with 200, over kill -9 while gateways post and post again', async () => {
  const stage = openStage()
  onTestFinished(() => stage.close())
  await stage.open({ partitions: 3 })
  const intake = await IntakeProcess.at(stage.environment(INTAKE_KEYS))
  onTestFinished(() => intake.kill())
  await intake.start()

  const queue = Array.from({ length: BODIES }, (_, index) => bodyOf(index))
  const sent = [...queue]
  let answered = 0
  let posts = 0
  const sender = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { gateway, body } = next
      await waitUntil('an answer of 200', 120_000, async () => {
        posts++
        return (await intake.post(gateway, body)).status === 200
      })
      answered++
    }
  }
  const killer = async (): Promise<void> => {
    for (let kill = 1; kill <= KILLS; kill++) {
      await waitUntil('more answers', 120_000, () => answered >= (BODIES * kill) / (KILLS + 1))
      await intake.kill()
      await intake.start()
    }
  }
  await Promise.all([killer(), ...Array.from({ length: SENDERS }, sender)])
  expect(await intake.stop()).toBe(0)

  const read = { payments: await stage.readAll('payments'), outcomes: await stage.readAll('outcomes') }
  const lost = sent.filter(({ topic, key }) => !read[topic].some(each => each.key === key))
  expect(lost).toEqual([])
  for (const records of Object.values(read)) {
    const forms = new Map<string, Set<string>>()
    for (const { key, value } of records) forms.set(key, (forms.get(key) ?? new Set()).add(value))
    const differing = [...forms.values()].filter(values => values.size > 1)
    expect(differing).toEqual([])
  }
  expect(await stage.readAll('deadLetters')).toEqual([])
  const stored = read.payments.length + read.outcomes.length
  console.log(
    `${BODIES} bodies, ${KILLS} kills, ${posts} posts: ${stored} records, none lost, ${stored - BODIES} twice`,
  )
})

it('asks gateways to come again while Kafka cannot be had, and takes the same bodies afterwards', async () => {
  const stage = openStage()
  onTestFinished(() => stage.close())
  const environment = stage.environment({ ...INTAKE_KEYS, TRIPLINE_INTAKE_STORE_TIMEOUT_MS: '1000' })
  const intake = await IntakeProcess.at(environment)
  onTestFinished(() => intake.kill())
  await intake.start()
  const { gateway, body, key } = bodyOf(2)
  expect((await intake.post(gateway, body)).status).toBe(503)
  await waitUntil('the reason', 30_000, async () => (await intake.page('/readyz')).includes('not exist'))
  expect(await intake.page('/healthz')).toContain('"alive":true')
  await stage.open()
  await waitUntil('an answer of 200', 60_000, async () => (await intake.post(gateway, body)).status === 200)
  await waitUntil('readiness', 30_000, async () => (await intake.page('/readyz')).includes('"ready":true'))
  expect(await intake.page('/metrics')).toMatch(
    /tripline_intake_requests_total{gateway="stripe",result="outage"} [1-9]/,
  )
  expect((await stage.readAll('payments')).map(each => each.key)).toContain(key)
})

it('answers in time when no broker is there at all', async () => {
  const intake = await IntakeProcess.at({
    ...INTAKE_KEYS,
    TRIPLINE_KAFKA_BROKERS: '127.0.0.1:1',
    TRIPLINE_SECRET: `secret-${randomUUID()}`,
    TRIPLINE_INTAKE_STORE_TIMEOUT_MS: '500',
  })
  onTestFinished(() => intake.kill())
  await intake.start()
  const { gateway, body } = bodyOf(2)
  const answers = await Promise.all(Array.from({ length: 20 }, () => intake.post(gateway, body)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
  expect(await intake.stop()).toBe(0)
})
