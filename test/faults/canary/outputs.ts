import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { CanaryFinder, Finding } from './find-canaries.ts'

interface Hit {
  rule: string
  reason?: string
}

interface Written {
  hits?: Hit[]
  shadowHits?: Hit[]
  facts?: Record<string, unknown>
  payment?: unknown
}

/** Rules whose sentence names the buyer's address, on the net or by mail. */
export function rulesThatNamePeople(dir: string): ReadonlySet<string> {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))
  const rules = files.map(name => parse(readFileSync(`${dir}/${name}`, 'utf8')) as { rule?: string; reason?: string })
  return new Set(rules.filter(({ reason = '' }) => /\{(ip|email)\b/.test(reason)).map(({ rule }) => rule ?? ''))
}

/**
 * What a decision or a review holds beyond DESIGN: card numbers, codes, PINs and tracks anywhere; e-mails and IPs anywhere
 * but in the payment, in the sentences of rules that name them, and under their own names among the facts.
 */
export function inDecision(finder: CanaryFinder, json: string, naming: ReadonlySet<string>): Finding[] {
  const written = JSON.parse(json) as Written
  const anywhere = [...finder.inText(json).filter(({ secret }) => !isPersonal(secret)), ...inStrings(finder, written)]
  const { payment: _, facts = {}, hits = [], shadowHits = [], ...rest } = written
  const unnamed = [...hits, ...shadowHits].map(hit => (naming.has(hit.rule) ? { rule: hit.rule } : hit))
  const others = Object.entries(facts).filter(([name]) => !/^(ip|email|customer\.email)\b/.test(name))
  return [...anywhere, ...finder.inText(JSON.stringify([rest, unnamed, others]))]
}

/** What a line of JSON holds, when nothing at all may be in it. */
export function inJson(finder: CanaryFinder, json: string): Finding[] {
  return [...finder.inText(json), ...inStrings(finder, JSON.parse(json))]
}

/** Belongs to a payment, so it may stand where the payment itself may. */
export const isPersonal = (secret: Finding['secret']): boolean => secret === 'e-mail' || secret === 'ip'

/** Codes are looked for in texts and names only: among numbers, four digits are a count or a time. */
function inStrings(finder: CanaryFinder, value: unknown): Finding[] {
  if (typeof value === 'string') return finder.codesIn(value)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [...finder.codesIn(name), ...inStrings(finder, inner)])
}
