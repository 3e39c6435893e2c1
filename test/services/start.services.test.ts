import { connect } from 'node:net'
import { Kafka, logLevel } from 'kafkajs'
import { describe, expect, inject, it } from 'vitest'

describe('test services', () => {
  it('has a broker that creates topics and coordinates groups', async () => {
    const admin = new Kafka({ brokers: inject('kafkaBrokers').split(','), logLevel: logLevel.NOTHING }).admin()
    await admin.connect()
    expect(await admin.createTopics({ topics: [{ topic: `services-${Date.now()}`, numPartitions: 2 }] })).toBe(true)
    await admin.disconnect()
  })

  it('has a schema registry that takes a schema and gives it back by id', async () => {
    const subject = `${inject('registryUrl')}/subjects/services-${Date.now()}-value/versions`
    const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' }
    const posted = await fetch(subject, { method: 'POST', headers, body: '{"schema":"{\\"type\\":\\"string\\"}"}' })
    const { id } = (await posted.json()) as { id: number }
    const schema = (await (await fetch(`${inject('registryUrl')}/schemas/ids/${id}`)).json()) as { schema: string }
    expect(JSON.parse(schema.schema)).toMatchObject({ type: 'string' })
  })

  it('has a Redis that answers', async () => {
    const { hostname, port } = new URL(inject('redisUrl'))
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write('ECHO tripline\r\n'))
      socket.once('error', reject)
      socket.once('data', data => {
        socket.destroy()
        resolve(data.toString())
      })
    })
    expect(answer).toContain('tripline')
  })
})
