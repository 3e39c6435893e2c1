import { createDecoder, createOutcomeDecoder } from '../decode/create-decoder.ts'
import { bodiesIn } from '../decode/gateways/bodies-in.ts'
import type { GatewayName } from '../decode/gateways/gateway-table.ts'
import { readGatewayBody } from '../decode/gateways/read-gateway-body.ts'
import { LineWriter } from '../embedded/line-writer.ts'
import { type GatewayEvent, gatewayEvents, type JudgeWith } from '../intake/gateway-event.ts'
import type { Settings } from '../settings.ts'
import { terminal } from './check.ts'
import { decoderOptions } from './decoder-options.ts'
import { fileFault } from './file-fault.ts'
import { BODY_BYTES_MAX, type FileBody, filesOf, gatewayBodies } from './gateway-bodies.ts'
import { GatewayTally } from './gateway-tally.ts'
import { type GatewayTarget, gatewayFiles, gatewayTopics, type KeptEvent } from './gateway-target.ts'
import { settingsOrExplain } from './settings-or-explain.ts'

export interface ImportGatewayOptions {
  gateway: GatewayName
  in: string
  out: string
  outcomes?: string
  rejects?: string
  merchant?: string
  to: 'file' | 'kafka'
}

const SEND_AT_ONCE = 500

/**
 * `tripline import --gateway`: bodies that a gateway posted, or answered with, become payments and outcomes by its table. Those of one
 * log come out in its order; those of a folder, or listed in one document, in the order of their times. Exit 0 when everything was read
 * to its end, whatever was refused; 1 when something cannot be read.
 */
export async function importGatewayCommand(options: ImportGatewayOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return 1
  const files = filesOrExplain(options.in)
  if (files === undefined) return 1
  let isReaderGone = false
  const onReaderGone = (): void => {
    isReaderGone = true
  }
  const target = openTarget(options, settings, onReaderGone)
  if (target === undefined) return 1
  const rejects = options.rejects === undefined ? undefined : new LineWriter(options.rejects, onReaderGone)
  const sender = new Sender(target)
  const tally = new GatewayTally()
  const judge = judgeBy(settings)
  let unreadable = 0
  for (const file of files) {
    try {
      for await (const body of gatewayBodies(options.gateway, file)) {
        if (isReaderGone) break
        tally.bodies++
        for (const event of eventsOf(options, body, judge)) {
          tally.add(event)
          if (event.becomes === 'refused') await rejects?.write(`${JSON.stringify(rejectOf(body, event))}\n`)
          else if (event.becomes !== 'ignored') {
            await (body.line === undefined || files.length > 1 ? sender.hold(event) : sender.send(event))
          }
        }
      }
    } catch (error) {
      if (!(error instanceof Error && ('syscall' in error || 'code' in error))) throw error
      unreadable++
      terminal.error(`tripline: ${file} cannot be read to its end: ${fileFault(error)}`)
    }
  }
  await sender.close()
  await rejects?.close()
  terminal.error(tally.text(options.rejects, whereOutcomesFail(options, settings)))
  return unreadable === 0 ? 0 : 1
}

function whereOutcomesFail({ to, outcomes }: ImportGatewayOptions, settings: Settings): string | undefined {
  if (to === 'kafka') return settings['topics.outcomes'] === 'off' ? 'the setting `topics.outcomes` is off' : undefined
  return outcomes === undefined ? 'say where with --outcomes FILE' : undefined
}

/** Sends in pieces; what has no order of its own waits for the end. */
class Sender {
  private readonly target: GatewayTarget
  private pending: KeptEvent[] = []
  private readonly held: { event: KeptEvent; atMs: number }[] = []

  constructor(target: GatewayTarget) {
    this.target = target
  }

  hold(event: KeptEvent): void {
    const { occurredAt } = JSON.parse(event.json) as { occurredAt: string }
    this.held.push({ event, atMs: Date.parse(occurredAt) })
  }

  async send(event: KeptEvent): Promise<void> {
    this.pending.push(event)
    if (this.pending.length >= SEND_AT_ONCE) await this.flush()
  }

  async close(): Promise<void> {
    for (const { event } of this.held.sort((a, b) => a.atMs - b.atMs)) await this.send(event)
    await this.flush()
    await this.target.close()
  }

  private async flush(): Promise<void> {
    if (this.pending.length > 0) await this.target.send(this.pending.splice(0))
  }
}

function eventsOf({ gateway, merchant }: ImportGatewayOptions, { bytes }: FileBody, judge: JudgeWith): GatewayEvent[] {
  const read = readGatewayBody(gateway, bytes, BODY_BYTES_MAX)
  if ('body' in read) {
    return bodiesIn(gateway, read.body).flatMap(body => gatewayEvents(gateway, body, merchant, undefined, judge))
  }
  return [{ kind: 'unreadable', becomes: 'refused', problem: read, summary: '' }]
}

/** Nothing of what the body holds but what kind it is. */
function rejectOf(
  { file, line, item }: FileBody,
  { kind, problem }: Extract<GatewayEvent, { becomes: 'refused' }>,
): object {
  const { code, field, message } = problem
  return { file, line, item, code, field, message, body: kind }
}

function judgeBy(settings: Settings): JudgeWith {
  const decoding = { ...decoderOptions(settings), format: 'json' as const }
  return {
    payments: createDecoder(decoding),
    outcomes: createOutcomeDecoder(decoding),
    secret: settings.secret,
  }
}

function filesOrExplain(path: string): string[] | undefined {
  try {
    return filesOf(path)
  } catch (error) {
    terminal.error(`tripline: ${path} cannot be read: ${fileFault(error)}`)
    return undefined
  }
}

function openTarget(
  { to, out, outcomes }: ImportGatewayOptions,
  settings: Settings,
  onReaderGone: () => void,
): GatewayTarget | undefined {
  if (to === 'file') return gatewayFiles(out, outcomes, onReaderGone)
  const brokers = settings['kafka.brokers']
  if (brokers !== undefined) return gatewayTopics(settings, brokers)
  terminal.error('tripline: `--to kafka` needs the setting `kafka.brokers` (TRIPLINE_KAFKA_BROKERS)')
  return undefined
}
