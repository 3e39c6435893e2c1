import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CommandFrame } from '../../src/redis/command-frame.ts'
import { readCommand } from '../simulation/read-command.ts'

it('writes arguments of every size so that they are read again, whatever was written before', () => {
  const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ minLength: 40, maxLength: 130, size: 'max' }))
  const argument = fc.oneof(text, fc.uint8Array({ maxLength: 1200, size: 'max' }))
  const frame = new CommandFrame(64)
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1, maxLength: 20 }), args => {
      frame.start(args.length)
      for (const each of args) {
        if (typeof each === 'string') frame.text(each)
        else frame.bytes(each.length, (target, at) => target.set(each, at))
      }
      expect(readCommand(frame.finish())).toEqual(args.map(each => Buffer.from(each as string)))
    }),
  )
})
