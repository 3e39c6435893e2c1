import { expect, test } from 'vitest'
import { openEmbedded } from '../../src/database/embedded.ts'
import { ITEM_BYTES_MAX } from '../../src/evidence/item.ts'
import { judgeFile, judgeText } from '../../src/evidence/judge-file.ts'
import { describeEvidence } from '../contracts/evidence.ts'

describeEvidence('evidence, in the embedded database', () => openEmbedded())

test.each([
  ['delivery_prof', 'a.txt', Buffer.from('x'), 'unknown-evidence'],
  ['tracking_number', 'a.txt', Buffer.from('x'), 'not-a-file-kind'],
  ['purchase_ip', 'a.txt', Buffer.from('x'), 'not-a-file-kind'],
  ['receipt', 'a.exe', Buffer.from('MZ'), 'evidence-type'],
  ['receipt', 'a.pdf', Buffer.from('<html>'), 'evidence-type'],
  ['receipt', 'a.png', Buffer.from([0xff, 0xd8, 0xff]), 'evidence-type'],
  ['receipt', 'a.txt', Buffer.from([0xc3, 0x28]), 'evidence-type'],
  ['receipt', 'a.txt', Buffer.alloc(0), 'evidence-empty'],
  ['receipt', 'a.txt', Buffer.alloc(ITEM_BYTES_MAX + 1, 'x'), 'evidence-too-large'],
])('a file as %s called %s is refused: %#', (kind, name, bytes, code) => {
  expect(judgeFile(kind, name, bytes)).toMatchObject({ code })
})

test('a text is for kinds that texts are for, and not empty', () => {
  expect(judgeText('receipt', 'x')).toMatchObject({ code: 'not-a-text-kind' })
  expect(judgeText('statement', '  ')).toMatchObject({ code: 'evidence-empty' })
  expect(judgeText('shipping_date', '2026-10-06')).toMatchObject({ kind: 'shipping_date' })
  expect(judgeFile('receipt', 'A.JPG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toMatchObject({
    mediaType: 'image/jpeg',
  })
})
