import { unzipSync } from 'fflate'
import { describe, expect, test, vi } from 'vitest'
import { GATEWAYS } from '../../src/evidence/gateway-fields.ts'
import { packOf } from '../../src/evidence/pack.ts'
import { Page } from '../../src/evidence/pdf/page.ts'
import { writePack } from '../../src/evidence/write-pack.ts'
import { EVIDENCE_KINDS, type EvidenceKindRow, PERSONAL_FIELDS } from '../../src/model/evidence.ts'
import { loadPlaybooks } from '../../src/playbooks/load-playbooks.ts'
import { CANARIES, gathered, item } from './made-case.ts'

const { playbooks } = await loadPlaybooks('rules')
const PRIOR = ['p1', 'p2'].map(id => ({
  id,
  occurredAt: '2026-04-01T00:00:00.000Z',
  amount: '5.00 USD',
  links: ['card' as const, 'ip' as const, 'device' as const],
  isInWindow: true,
}))

const known = new Map<string, Promise<string>>()

function textOf(name: string): Promise<string> {
  if (!known.has(name)) known.set(name, writtenFor(name))
  return known.get(name)!
}

/** All that the packs of a playbook hold. Of the PDF, whose letters are numbers of glyphs, the texts that were printed. */
async function writtenFor(name: string): Promise<string> {
  const printed = (['title', 'heading', 'paragraph', 'facts', 'table'] as const).map(what =>
    vi.spyOn(Page.prototype, what),
  )
  const playbook = playbooks.find(each => each.name === name)!
  const texts: string[] = []
  for (const gateway of GATEWAYS) {
    const items = [item('other_file', 'other.txt', 'left-out-canary')]
    const { zip } = await writePack(packOf(gathered({ prior: PRIOR, items }), playbook, 'visa'), gateway)
    for (const [path, bytes] of Object.entries(unzipSync(zip))) {
      if (path !== 'evidence.pdf') texts.push(path, Buffer.from(bytes).toString('utf8'))
    }
  }
  texts.push(JSON.stringify(printed.map(({ mock }) => mock.calls)))
  vi.restoreAllMocks()
  return texts.join('\n')
}

describe.each(playbooks.map(playbook => [playbook.name, playbook] as const))('a pack for %s', (name, playbook) => {
  test('holds the personal fields that its kinds of evidence may show, and no others', async () => {
    const text = await textOf(name)
    const rows: EvidenceKindRow[] = [...playbook.required, ...playbook.helpful].map(kind => EVIDENCE_KINDS[kind])
    const allowed = new Set(rows.flatMap(({ personal }) => personal))
    for (const field of PERSONAL_FIELDS) {
      for (const canary of CANARIES[field]!) {
        expect([field, canary, text.includes(canary)]).toEqual([field, canary, allowed.has(field)])
      }
    }
  })

  test('has no telephone number, no card fingerprint, no more of the card than it may, and no file that the reason does not need', async () => {
    const text = await textOf(name)
    for (const canary of ['+15125550142', 'fingerprint-canary', '42424242', 'left-out-canary']) {
      expect([canary, text.includes(canary)]).toEqual([canary, false])
    }
  })
})

test('what leaves the house differs by reason: a parcel that is missing tells no IP address, a stolen card does', async () => {
  expect((await textOf('not-received')).includes('81.2.69.160')).toBe(false)
  expect((await textOf('not-received')).includes('Shipping Street')).toBe(true)
  expect((await textOf('fraud')).includes('81.2.69.160')).toBe(true)
})
