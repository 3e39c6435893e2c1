import { createDecoder } from '../decode/create-decoder.ts'
import { minorDigits } from '../model/money.ts'
import type { TestBench } from '../rule-tests/run-rule-test.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import { createMemoryStore } from '../velocity/memory-store.ts'

/** The decoder and the store that payments from the stream go through. */
export function openTestBench(ruleset: Ruleset, settings: Settings): TestBench {
  const secret = 'rule tests'
  const decoder = createDecoder({ format: 'json', secret, metadataFields: settings['metadata.fields'] })
  const baseDigits = minorDigits(ruleset.policy.money.base)!
  return {
    ruleset,
    openStore: () => createMemoryStore({ secret, baseDigits }),
    decode(json, atMs) {
      const value = Buffer.from(JSON.stringify(json))
      const key = Buffer.from(String(json.id))
      const decoded = decoder.decode({ topic: 'test', partition: 0, offset: 0n, timestampMs: atMs, key, value })
      if (decoded.kind === 'payment') return decoded
      if (decoded.kind === 'rejected') return decoded.problem
      throw new Error(`the decoder left a payment out: ${decoded.reason}`)
    },
  }
}
