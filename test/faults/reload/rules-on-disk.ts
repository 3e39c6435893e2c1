import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadRuleset } from '../../../src/ruleset/load-ruleset.ts'
import type { Ruleset } from '../../../src/ruleset/ruleset.ts'
import { LARGE_ORDER, type Mistake } from './mistakes.ts'

/** One good ruleset: the starter rules with some files put in place of theirs. */
export interface GoodRules {
  hash: string
  files: ReadonlyMap<string, string>
  /** A folder of its own that nobody spoils. */
  folder: string
}

const ADDED_RULE = `rule: second-order-on-a-card
title: A card that was seen before within the day
mode: live
owner: payments-risk
why: A rule that comes while payments flow counts what came before it.
velocity:
  orders_on_card: { count: payments, by: card.fingerprint, window: 24h }
  spent_on_card: { sum: amount, by: card.fingerprint, window: 24h }
when:
  - orders_on_card >= 2
score: 45
reason: "order {orders_on_card} on this card within 24h, {spent_on_card} in all"
check: [Did the holder order twice?]
tests:
  - name: twice within the hour
    before: [ { at: 10:00, card: A } ]
    payment: { at: 10:40, card: A }
    expect: hit
  - name: once
    payment: { at: 10:40, card: A }
    expect: no-hit
`

/** The starter rules and two changes of them: a rule added, another score and threshold. */
export async function goodRulesets(parent: string): Promise<GoodRules[]> {
  const read = (path: string) => readFileSync(join('rules', path), 'utf8')
  const large = read(LARGE_ORDER)
  const changes: Record<string, string>[] = [
    { [LARGE_ORDER]: large },
    { [LARGE_ORDER]: large, 'second-order-on-a-card.yaml': ADDED_RULE },
    {
      [LARGE_ORDER]: large.replace('score: 31', 'score: 55'),
      'policy.yaml': read('policy.yaml').replace('review: 50', 'review: 30'),
    },
  ]
  const rulesets: GoodRules[] = []
  for (const [at, change] of changes.entries()) {
    const folder = join(parent, `good-${at}`)
    cpSync('rules', folder, { recursive: true })
    for (const [path, text] of Object.entries(change)) writeFileSync(join(folder, path), text)
    const { hash } = (await loadRuleset(folder)).ruleset as Ruleset
    const files = new Map(Object.entries({ 'policy.yaml': read('policy.yaml'), ...change }))
    rulesets.push({ hash, files, folder })
  }
  return rulesets
}

/** The folder that a worker reads, spoilt and mended while it runs. */
export class RulesOnDisk {
  readonly dir: string
  private good: GoodRules
  private spoilt: string[] = []

  constructor(good: GoodRules) {
    this.good = good
    this.dir = join(mkdtempSync(join(tmpdir(), 'tripline-rules-on-disk-')), 'rules')
    cpSync(good.folder, this.dir, { recursive: true })
  }

  /** Mends what is spoilt, then saves this mistake. */
  spoil({ files }: Mistake): void {
    this.mend()
    for (const [path, text] of Object.entries(files)) this.write(path, text)
    this.spoilt = Object.keys(files)
  }

  mend(): void {
    for (const path of this.spoilt.splice(0)) this.write(path, this.good.files.get(path))
  }

  change(good: GoodRules): void {
    this.mend()
    const paths = new Set([...this.good.files.keys(), ...good.files.keys()])
    this.good = good
    for (const path of paths) this.write(path, good.files.get(path))
  }

  /** So large that a thread reads it, with the same rules. */
  enlarge(): void {
    this.write('NOTES.md', 'Notes of the team, which are no rules.\n'.repeat(10_000))
  }

  remove(): void {
    rmSync(dirname(this.dir), { recursive: true, force: true })
  }

  private write(path: string, text: string | Buffer | undefined): void {
    const file = join(this.dir, path)
    if (text === undefined) {
      rmSync(file, { force: true })
      return
    }
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
