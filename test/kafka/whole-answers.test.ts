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
        const socket = giveWholeAnswers(new Socket()).on('data', (answer: Buffer) => got.push(Buffer.from(answer)))
        for (let at = 0, step = 0; at < arrived.length; step++) {
          const end = at + steps[step % steps.length]!
          socket.emit('data', arrived.subarray(at, end))
          at = end
        }
        const ends = answers.map((_, i) => Buffer.concat(answers.slice(0, i + 1)).length)
        expect(got).toEqual(answers.filter((_, i) => ends[i]! <= arrived.length))
      }),
    )
  })
})
