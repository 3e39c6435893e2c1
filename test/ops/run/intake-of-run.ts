import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Stage } from '../../end-to-end/stage.ts'
import { IntakeProcess } from '../../intake/intake-process.ts'
import { INTAKE_KEYS } from '../../intake/signing.ts'

/** Two of `tripline intake`: one that stores in Kafka, and one that can store nothing. */
export class IntakeOfRun {
  readonly httpPorts: readonly number[]
  private readonly good: IntakeProcess
  private readonly outOfOrder: IntakeProcess

  private constructor(good: IntakeProcess, outOfOrder: IntakeProcess) {
    this.good = good
    this.outOfOrder = outOfOrder
    this.httpPorts = [good.httpPort, outOfOrder.httpPort]
  }

  static async start(stage: Stage): Promise<IntakeOfRun> {
    const { TRIPLINE_KAFKA_BROKERS: _brokers, ...withoutKafka } = stage.environment(INTAKE_KEYS)
    const good = await IntakeProcess.at(stage.environment(INTAKE_KEYS))
    const outOfOrder = await IntakeProcess.at({ ...withoutKafka, TRIPLINE_INTAKE_DIR: belowAFile() })
    onTestFinished(async () => {
      await good.kill()
      await outOfOrder.kill()
    })
    await Promise.all([good.start(), outOfOrder.start()])
    return new IntakeOfRun(good, outOfOrder)
  }

  /** One body that is stored, one that nobody signed, one that is not to be mapped, one that cannot be stored. */
  async post(): Promise<void> {
    const charge = JSON.stringify({
      object: 'charge',
      id: `ch_${Date.now()}`,
      created: Math.floor(Date.now() / 1000),
      amount: 2500,
      currency: 'usd',
      status: 'succeeded',
      captured: true,
    })
    const statuses = [
      (await this.good.post('stripe', charge)).status,
      await this.good.postUnsigned('stripe', charge),
      (await this.good.post('stripe', '{"object":"nobody knows"}')).status,
      (await this.outOfOrder.post('stripe', charge)).status,
    ]
    if (statuses.join() !== '200,401,400,503') throw new Error(`the intakes answered ${statuses.join()}`)
  }
}

/** Where no folder can be made, whoever asks. */
function belowAFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-watched-intake-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'file'), '')
  return join(folder, 'file', 'intake')
}
