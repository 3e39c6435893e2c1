import { connect, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { connectKafka } from '../../src/kafka/connection.ts'
import { until } from '../contracts/event-source.ts'
import { brokers } from './broker.ts'

it('leaves no connection behind, and lets none come up after its end', async () => {
  const sockets: Socket[] = []
  const { kafka, end } = connectKafka({
    brokers,
    socketFactory({ host, port, onConnect }) {
      const socket = connect({ host, port }, onConnect)
      sockets.push(socket)
      return socket
    },
  })
  await kafka.admin().connect() // and nobody disconnects it
  expect(sockets.some(socket => !socket.destroyed)).toBe(true)
  await end(Promise.resolve(), 1000)
  await until(() => sockets.every(socket => socket.destroyed))
  const before = sockets.length
  await expect(kafka.admin().connect()).rejects.toThrow()
  expect(sockets.length).toBeGreaterThan(before)
  expect(sockets.every(socket => socket.destroyed)).toBe(true)
})
