import { expect, test } from 'vitest'
import { readIdentifier, readWord } from '../../src/decode/read-text.ts'
import { newReading } from '../../src/decode/reading.ts'

const identifier = (text: string): string | undefined => readIdentifier(text, newReading(), digits => digits)

test.each([
  ...['null', 'UNDEFINED', 'Unknown', 'none', 'nil', 'NaN', 'n/a', 'N/A', 'na', '-', '--', '?', 'Anonymous', 'GUEST'],
  ...['default', 'Test', 'string', 'empty', 'missing', 'Not Available', 'not set', 'unset', 'false', 'True'],
  ...['[object Object]', '9774d56d682e549c', '9774D56D682E549C', 'un\u212anown', '0000', 'FFFF-FFFF', '********'],
])('%s is a filler and no identifier', text => {
  expect(identifier(text)).toBeUndefined()
})

test.each([
  'nul',
  'nulls',
  'unknown1',
  'c_77',
  'test-1',
  'tests',
  'nothing',
  '9774d56d682e549d',
  'f',
  'x1',
  'Éna',
])('%s is an identifier', text => expect(identifier(text)).toBe(text))

test.each([
  ['visa', 'visa'],
  ['VISA', 'visa'],
  ['Carte Bancaire', 'carte bancaire'],
  ['ÉCLAIR', 'éclair'],
  ['e\u0301', 'é'],
])('the word %s is %s', (text, word) => {
  expect(readWord(text, newReading())).toBe(word)
})
