import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('make-long-lived.mjs', import.meta.url))

/** What V8 says of where it makes objects that live long, when it has seen many of a kind. */
function decisionsOfV8(...options: string[]): string {
  const flags = ['--trace-pretenuring-statistics', '--max-semi-space-size=1']
  return execFileSync(process.execPath, [...flags, PROGRAM, ...options], { encoding: 'utf8' })
}

test('V8 makes objects in the old generation by itself, and does not once it is told', () => {
  expect(decisionsOfV8()).toContain('=> tenure')
  expect(decisionsOfV8('keep-young')).not.toContain('=> tenure')
})
