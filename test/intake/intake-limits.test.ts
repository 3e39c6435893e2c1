import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { waitUntil } from '../services/wait-until.ts'
import { charge, post, start } from './started-server.ts'

describe('limits', () => {
  test('a body that says it is too large is refused before it is sent, one that does not while it is', async () => {
    const { url, results } = await start({ bodyBytesMax: 1000 })
    expect((await post(url, '/stripe', 'stripe', 'x'.repeat(1001))).status).toBe(413)
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 3; i++) controller.enqueue(Buffer.alloc(500, 'x'))
        controller.close()
      },
    })
    const response = await fetch(`${url}/stripe`, { method: 'POST', body: chunks, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
    expect(results).toEqual(['stripe too-large', 'stripe too-large'])
  })

  test('a sender that takes too long is cut off, whether it dawdles over the head or over the body', async () => {
    const { server, url, stored } = await start({ requestTimeoutMs: 300 })
    for (const part of [
      'POST /stripe HTTP/1.1\r\nhost: a\r\n',
      'POST /stripe HTTP/1.1\r\nhost: a\r\ncontent-length: 50\r\n\r\nabc',
    ]) {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      let answer = ''
      socket.on('data', chunk => {
        answer += chunk
      })
      socket.write(part)
      await once(socket, 'close')
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d |^$/)
    }
    expect((await post(url, '/stripe', 'stripe', charge())).status).toBe(200)
    expect(stored).toHaveLength(1)
  })

  test('more requests than allowed at a time are asked to come again', async () => {
    let letGo = (): void => undefined
    const held = new Promise<void>(resolve => {
      letGo = resolve
    })
    let began = 0
    const { url } = await start({ requestsMax: 1 }, async () => {
      began++
      await held
    })
    const first = post(url, '/stripe', 'stripe', charge())
    await waitUntil('the first request', 10_000, async () => began === 1)
    expect(await post(url, '/stripe', 'stripe', charge())).toMatchObject({ status: 503, answer: { code: 'busy' } })
    letGo()
    expect((await first).status).toBe(200)
  })
})

test('what is under way is answered before the server is closed', async () => {
  let letGo = (): void => undefined
  const held = new Promise<void>(resolve => {
    letGo = resolve
  })
  let began = false
  const { url, server } = await start({}, async () => {
    began = true
    await held
  })
  const answered = post(url, '/stripe', 'stripe', charge())
  await waitUntil('the request', 10_000, async () => began)
  const closed = server.close(10_000)
  await expect(fetch(`${url}/stripe`)).rejects.toThrow()
  letGo()
  const { status, headers } = await answered
  expect([status, headers.get('connection')]).toEqual([200, 'close'])
  await closed
})
