import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openEmbedded } from '../../src/database/embedded.ts'
import type { CasePolicy } from '../../src/ruleset/case-policy.ts'
import type { Month } from './make-month.ts'
import { type Worked, workOnCases } from './scripted-people.ts'

export const KINDS = ['payments', 'decisions', 'outcomes'] as const

/** Runs the built command with nothing in its environment but a secret; answers what it printed. */
export async function tripline(args: readonly string[], secret: string): Promise<string> {
  const env = { PATH: process.env.PATH, TRIPLINE_SECRET: secret }
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/main.js', ...args], {
    env,
    maxBuffer: 2 ** 28,
  })
  return stdout
}

/** What `tripline score` decides about the whole month: decisions by payment. */
export async function scoreMonth({ stretches }: Month, folder: string, secret: string): Promise<Map<string, string>> {
  const [payments, outcomes] = [join(folder, 'all-payments.ndjson'), join(folder, 'all-outcomes.ndjson')]
  writeFileSync(payments, lines(stretches.flatMap(each => each.payments)))
  writeFileSync(outcomes, lines(stretches.flatMap(each => each.outcomes)))
  const decided = await tripline(['score', '--in', payments, '--outcomes', outcomes], secret)
  return new Map(
    decided
      .trimEnd()
      .split('\n')
      .map(line => [(JSON.parse(line) as { paymentId: string }).paymentId, line]),
  )
}

/** The month without any service: files, and a database in a folder. Answers what people did. */
export async function embeddedMonth(
  month: Month,
  decisions: ReadonlyMap<string, string>,
  place: { folder: string; database: string; secret: string },
  policy: CasePolicy,
): Promise<Worked[]> {
  const worked: Worked[] = []
  for (const { untilMs, payments, outcomes } of month.stretches) {
    const decided = payments.map(line => decisions.get((JSON.parse(line) as { id: string }).id)!)
    const files = { payments, decisions: decided, outcomes }
    for (const kind of KINDS) {
      if (files[kind].length === 0) continue
      const file = join(place.folder, `${kind}.ndjson`)
      writeFileSync(file, lines(files[kind]))
      await tripline(['desk', `--${kind}`, file, '--database', place.database], place.secret)
    }
    const database = await openEmbedded(place.database)
    worked.push(await workOnCases(database, policy, untilMs, month.fraud))
    await database.close()
  }
  return worked
}

function lines(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`
}
