import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import type { VelocityEvent } from '../../src/velocity/event.ts'
import { tellAll } from '../velocity/oracle.ts'
import type { MadePayment, MadeRecord } from './made-record.ts'
import type { SimulatedOutputs } from './simulated-outputs.ts'
import type { World } from './world.ts'

type Said = number | boolean | undefined

/**
 * C: each velocity of each decision is what the slow oracle tells. Between partitions there is no order but the one in
 * which the store got to work on the events, so that is the order in which the oracle hears of them; repeats change nothing.
 */
export function checkVelocities(
  world: World,
  partitions: readonly MadeRecord[][],
  { ruleset, counted, written }: { ruleset: Ruleset; counted: readonly VelocityEvent[]; written: SimulatedOutputs },
): void {
  const made = new Map(
    partitions.flat().flatMap(({ payment }) => (payment ? [[nameOf(payment.event), payment] as const] : [])),
  )
  const heard = new Map<string, MadePayment>()
  for (const event of counted) {
    const payment = made.get(nameOf(event))
    if (payment === undefined) {
      world.violate('C', `${nameOf(event)} was counted and did not come in`)
      continue
    }
    const name = `${payment.identity} ${payment.state} ${payment.event.content}`
    if (!heard.has(name)) heard.set(name, payment)
  }
  const { velocities } = ruleset.plan
  // The oracle tells states apart by the time that counts, and two may have been held back to the same one.
  const events = [...heard.values()].map(({ event, state }) => ({ ...event, declineCode: state }))
  const told = tellAll(events, velocities)
  const shown = ruleset.rules.find(rule => rule.name === 'tells-counts')!.velocities
  const decided = written.of('decisions')
  const unheard = new Set(decided.keys())
  ;[...heard.values()].forEach(({ identity }, at) => {
    const { verdict, values } = told[at]!
    if (verdict !== 'new') return
    unheard.delete(identity)
    for (const bytes of decided.get(identity) ?? []) {
      const said: Record<string, Said> = JSON.parse(bytes).velocity ?? {}
      for (const { shown: name, index } of shown) {
        if (isAlike(said[name], values?.[index])) continue
        world.violate('C', `${identity} says that ${name} is ${said[name]}, should be ${values?.[index]}`)
      }
    }
  })
  for (const identity of unheard) world.violate('C', `${identity} was decided and never counted`)
}

/** The same only for events that are the same payment in the same state with the same content. */
function nameOf(event: VelocityEvent): string {
  const { merchantId, id, status, timeMs, occurredAtMs = timeMs, amountMinor } = event
  return [merchantId, id, status, timeMs, occurredAtMs, amountMinor].join(' ')
}

function isAlike(said: Said, told: Said): boolean {
  if (typeof said !== 'number' || typeof told !== 'number') return said === told
  return Math.abs(said - told) <= 1e-9 * Math.max(1, Math.abs(told))
}
