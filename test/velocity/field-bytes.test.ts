import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FieldBytes } from '../../src/velocity/field-bytes.ts'

test('puts together what adding the texts would, as UTF-8, whatever was put together before', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.nat(3000).map(length => 'é'.repeat(length)),
  )
  const fields = fc.array(fc.oneof(text, fc.constantFrom(0, 0x1f)), { maxLength: 8 })
  fc.assert(
    fc.property(fc.string(), fc.array(fields, { maxLength: 6 }), (head, each) => {
      const bytes = new FieldBytes(head)
      for (const one of each) {
        bytes.start()
        for (const field of one) {
          if (typeof field === 'string') bytes.text(field)
          else bytes.mark(field)
        }
        const parts = one.map(field => Buffer.from(typeof field === 'string' ? field : String.fromCharCode(field)))
        expect(Buffer.from(bytes.finish()).equals(Buffer.concat([Buffer.from(head), ...parts]))).toBe(true)
      }
    }),
  )
})
