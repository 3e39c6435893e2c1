import { createHash } from 'node:crypto'
import type { Case } from '../../src/cases/case.ts'
import type { Intent } from '../../src/cases/intent.ts'
import { actOnCase } from '../../src/desk/act-on-case.ts'
import { listCases } from '../../src/desk/list-cases.ts'
import { Random } from '../../src/generator/random.ts'
import { type CaseKind, RESOLUTIONS } from '../../src/model/case.ts'
import type { Database } from '../../src/ports.ts'
import type { CasePolicy } from '../../src/ruleset/case-policy.ts'

const MINUTE_MS = 60_000

export interface Worked {
  acts: number
  /** Codes of what was refused, such as a second person whose limit is too low. */
  refused: Record<string, number>
}

/**
 * People work on what waits: what they do to a case follows from its name and the moment alone, so two desks that hold the same
 * cases get the same acts at the same times. A quarter of the cases is left for later.
 */
export async function workOnCases(
  database: Database,
  policy: CasePolicy,
  fromMs: number,
  fraud: ReadonlySet<string>,
): Promise<Worked> {
  const worked: Worked = { acts: 0, refused: {} }
  const { cases } = await listCases(database, {}, 1_000_000)
  for (const each of cases.toSorted((a, b) => (a.case_id < b.case_id ? -1 : 1))) {
    const random = new Random(seedOf(`${each.case_id} ${fromMs}`))
    let atMs = fromMs + random.whole(5, 600) * MINUTE_MS
    for (const intent of intentsFor(random, each, fraud)) {
      const acted = await actOnCase(database, policy, each.case_id, intent, atMs)
      worked.acts++
      if ('problem' in acted) {
        const { code } = acted.problem
        worked.refused[code] = (worked.refused[code] ?? 0) + 1
        break
      }
      atMs += random.whole(1, 40) * MINUTE_MS
    }
  }
  return worked
}

function intentsFor(random: Random, now: Case, fraud: ReadonlySet<string>): Omit<Intent, 'version'>[] {
  if (random.chance(0.25)) return []
  if (now.state === 'waiting_approval') return [secondPerson(random, now)]
  const by = now.handling === 'escalate' ? 'ira' : (now.assignee ?? random.pick(['ana', 'ana', 'ben']))
  const intents: Omit<Intent, 'version'>[] = []
  if (now.state === 'waiting_customer') intents.push({ action: 'answered', by, text: 'she called back' })
  else intents.push({ action: 'take', by })
  if (random.chance(0.3)) intents.push({ action: 'note', by, text: `looked at the address (${now.kind})` })
  if (now.kind === 'notice' && random.chance(0.5)) {
    const account = {
      action: random.pick(['restrict', 'lift'] as const),
      what: 'merchant' as const,
      id: now.merchant_id,
    }
    intents.push({ action: 'act', by: 'ben', text: 'as the gateway asks', account })
  }
  const choice = random.next()
  if (choice < 0.1) return [...intents, { action: 'ask', by, text: 'asked for a photograph of the parcel' }]
  if (choice < 0.18) return [...intents, { action: 'escalate', by, text: 'the same address again' }]
  if (choice < 0.25 && now.kind !== 'review') return [...intents, { action: 'submit', by, text: 'delivery proof sent' }]
  const isFraud = fraud.has(now.payment_id ?? '')
  const label = random.chance(0.05) ? 'unknown' : isFraud ? 'fraud' : 'legit'
  const resolution = isFraud ? REFUSALS[now.kind] : random.pick(RESOLUTIONS[now.kind])
  intents.push({ action: 'resolve', by, resolution, label })
  return intents
}

function secondPerson(random: Random, now: Case): Omit<Intent, 'version'> {
  const by = now.proposed_by === 'ira' || (now.base_minor ?? 0) <= 1_000_000 ? 'ben' : 'ira'
  const other = by === now.proposed_by ? 'ira' : by
  if (random.chance(0.15)) return { action: 'reject', by: other, text: 'look at the device first' }
  return { action: 'approve', by: other }
}

const REFUSALS: Readonly<Record<CaseKind, string>> = {
  review: 'refuse',
  dispute: 'accept',
  chargeback: 'accept',
  warning: 'refund',
  refund_request: 'refuse',
  notice: 'answered',
}

function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0)
}
