import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DECODE_CODES } from '../../src/decode/codes.ts'

const room = new URL('../../src/decode/', import.meta.url)
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && file !== 'codes.ts')
  .map(file => readFileSync(new URL(file, room), 'utf8'))
  .join('\n')

test.each(Object.entries(DECODE_CODES))('%s is given somewhere and explained in one line', (code, { help }) => {
  expect(sources).toContain(`'${code}'`)
  expect(help).toMatch(/^[^\n]{10,100}[^.]$/)
})
