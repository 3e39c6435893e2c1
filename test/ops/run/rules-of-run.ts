import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const BLOCKED_CARD = 'fp_of_the_blocked_card'
export const SNOOZED_IP = '81.2.69.77'

const SNOOZES = `rule,key,value,until,by,why
large-by-hand,ip,${SNOOZED_IP},2099-12-31,ann,a customer who orders for a whole school
`

const LARGE = `rule: large-by-hand
title: A large order, for a test that watches
mode: live
owner: payments-risk
why: The test needs a rule that hits when it wants.
when:
  - amount >= 9000
score: 60
reason: "{amount} {currency} at once"
check: [Is it a company?]
tests:
  - name: large
    payment: { at: 10:00, amount: "9500.00", ip: 81.2.69.5 }
    expect: hit
  - name: small
    payment: { at: 10:00, amount: "95.00", ip: 81.2.69.5 }
    expect: no-hit
`

/** The starter rules with a block list, a snooze and a rule of the test's own, in a folder that may be spoilt. */
export class RulesOfRun {
  readonly dir = join(mkdtempSync(join(tmpdir(), 'tripline-watched-rules-')), 'rules')
  private readonly large = join(this.dir, 'large-by-hand.yaml')

  constructor() {
    cpSync('rules', this.dir, { recursive: true })
    onTestFinished(() => rmSync(join(this.dir, '..'), { recursive: true }))
    const lists = readFileSync(join(this.dir, 'policy.yaml'), 'utf8')
    const blocked = '  stolen-cards: { kind: block, on: card.fingerprint }\n'
    const policy = /^lists:\n/m.test(lists)
      ? lists.replace(/^lists:\n/m, `lists:\n${blocked}`)
      : `${lists}\nlists:\n${blocked}`
    writeFileSync(join(this.dir, 'policy.yaml'), policy)
    writeFileSync(join(this.dir, 'lists/stolen-cards.txt'), `${BLOCKED_CARD}\n`)
    writeFileSync(join(this.dir, 'snoozes.csv'), SNOOZES)
    this.mend()
  }

  spoil(): void {
    appendFileSync(this.large, 'nonsense: yes\n')
  }

  mend(score = 60): void {
    writeFileSync(this.large, LARGE.replace('score: 60', `score: ${score}`))
  }
}
