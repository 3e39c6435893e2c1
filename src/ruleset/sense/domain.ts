import { countryCode } from '../../model/country.ts'
import { currencies } from '../../model/currencies.ts'
import { didYouMean } from '../../problems/did-you-mean.ts'
import type { VelocityDefinition } from '../../velocity/plan.ts'
import type { Name } from '../cel/tree.ts'

/** What values a name can have at all, when it has one. */
export interface Domain {
  low?: number
  high?: number
  /** Only whole numbers. */
  whole?: boolean
  /** Texts that it can be. */
  admits?(text: string): boolean
  /** The text that was probably meant by one that it cannot be. */
  meant?(text: string): string | undefined
}

const ANY: Domain = {}
const NOT_NEGATIVE: Domain = { low: 0 }
const HOUR: Domain = { low: 0, high: 23, whole: true }

/** An address database names a few regions that are no countries. */
const IP_REGIONS = new Set(['EU', 'AP', 'A1', 'A2', 'O1'])
const COUNTRY: Domain = { admits: text => countryCode(text) === text, meant: text => countryCode(text) }

/** Facts whose values are known beforehand. A test draws payments and looks that none lies outside. */
export const FACT_DOMAINS: Readonly<Record<string, Domain>> = {
  amount: NOT_NEGATIVE,
  amount_original: NOT_NEGATIVE,
  status: oneOf('pending', 'authorized', 'captured', 'declined', 'blocked'),
  currency: oneOf(...currencies.keys()),
  'customer.age_days': NOT_NEGATIVE,
  hour_utc: HOUR,
  'local.hour': HOUR,
  weekday: oneOf('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'),
  'order.item_count': NOT_NEGATIVE,
  'order.quantity': NOT_NEGATIVE,
  'order.max_unit_price': NOT_NEGATIVE,
  'card.avs_result': oneOf('match', 'partial', 'no-match', 'not-checked'),
  'card.cvc_result': oneOf('match', 'no-match', 'not-checked'),
  'card.country': COUNTRY,
  'billing.country': COUNTRY,
  'shipping.country': COUNTRY,
  'ip.country': { ...COUNTRY, admits: text => IP_REGIONS.has(text) || countryCode(text) === text },
  'ip.version': { low: 4, high: 6, whole: true },
}

/** `action`, `score` and `hits` are asked of flagged payments only. */
const VERDICT_DOMAINS: Readonly<Record<string, Domain>> = {
  action: oneOf('review', 'block'),
  score: { whole: true },
}

/** `fieldsThere`: as if everything that the velocity looks at were there. */
export function domainOf(name: Name, fieldsThere: boolean): Domain {
  if (name.kind === 'velocity') return velocityDomain(name.definition, fieldsThere)
  const table = name.kind === 'fact' ? FACT_DOMAINS : VERDICT_DOMAINS
  return Object.hasOwn(table, name.name) ? table[name.name]! : ANY
}

function velocityDomain(definition: VelocityDefinition, fieldsThere: boolean): Domain {
  const { fn, field, of, by, where, current } = definition
  const ownCounts = current === 'include' && of === 'payments' && where === ''
  switch (fn) {
    case 'count':
      return { low: ownCounts ? 1 : 0, whole: true }
    case 'distinct':
      return { low: ownCounts && (fieldsThere || by.includes(field)) ? 1 : 0, whole: true }
    case 'streak':
      return { low: 0, whole: true }
    case 'ratio':
      return { low: 0, high: 1 }
    case 'stddev':
      return NOT_NEGATIVE
    case 'first_seen':
    case 'last_seen':
      return NOT_NEGATIVE
    case 'seen_before':
      return ANY
    default:
      return (FACT_DOMAINS[field]?.low ?? -1) >= 0 ? NOT_NEGATIVE : ANY
  }
}

function oneOf(...texts: readonly string[]): Domain {
  return { admits: text => texts.includes(text), meant: text => didYouMean(text, texts) }
}
