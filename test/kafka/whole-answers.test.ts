import { once } from 'node:events'
import { Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { giveWholeAnswers } from '../../src/kafka/whole-answers.ts'

function answerOf(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.length)
  return Buffer.concat([size, body])
}

describe('whole answers', () => {
  it('gives each answer once, in order and whole, however the bytes arrive, and nothing of one that breaks off', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 })
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), fc.nat(), (all, steps, cut) => {
        const answers = all.map(answerOf)
        const bytes = Buffer.concat(answers)
        const arrived = bytes.subarray(0, bytes.length - (cut % (bytes.length + 1)))
        const got: Buffer[] = []
        const socket = giveWholeAnswers(new Socket()).on('data', (answer: Buffer) => got.push(answer))
        const reused = Buffer.alloc(30)
        for (let at = 0, step = 0; at < arrived.length; step++) {
          const bytes = arrived.copy(reused, 0, at, at + steps[step % steps.length]!)
          socket.emit('data', reused.subarray(0, bytes))
          reused.fill(0xee)
          at += bytes
        }
        const ends = answers.map((_, i) => Buffer.concat(answers.slice(0, i + 1)).length)
        expect(got).toEqual(answers.filter((_, i) => ends[i]! <= arrived.length))
      }),
    )
  })

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request'],
    ['a Redis', '-ERR unknown command'],
    ['a broker that wants TLS', '\u0015\u0003\u0003\u0000\u0002\u0002\u0046'],
    ['a remote shell', 'SSH-2.0-OpenSSH'],
  ])('breaks the connection to %s', async (_, text) => {
    const socket = giveWholeAnswers(new Socket())
    const broken = once(socket, 'error')
    socket.emit('data', Buffer.from(text, 'latin1'))
    expect((await broken)[0]).toMatchObject({ code: 'NO_KAFKA_ANSWER' })
  })
})
