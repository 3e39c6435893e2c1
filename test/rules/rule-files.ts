import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The starter rules as they stand in the repository. */
export const RULES_FOLDER = join(import.meta.dirname, '../../rules')

/** Folders of rules/, in the order in which the page lists them. */
export const FAMILIES: Record<string, string> = {
  'large-order': 'Unusually large orders',
  ip: 'IP addresses',
  address: 'Billing and delivery addresses',
  email: 'E-mail addresses',
  'card-testing': 'Card testing',
  card: 'What card and bank say',
  account: 'Accounts',
  device: 'Devices',
  history: 'History of the customer, the card, the door',
  combination: 'Several signs together',
}

export interface RuleFile {
  rule: string
  title: string
  mode: 'live' | 'shadow' | 'off'
  owner: string
  why: string
  when: string[]
  unless?: string[]
  score: number
  reason: string
  check: string[]
  tests: { name: string; expect: string }[]
}

/** Path inside rules/, and what stands in the file. */
export const RULE_FILES: readonly (readonly [string, RuleFile])[] = Object.keys(FAMILIES).flatMap(family =>
  readdirSync(join(RULES_FOLDER, family))
    .sort()
    .map(name => [`${family}/${name}`, parse(readFileSync(join(RULES_FOLDER, family, name), 'utf8'))] as const),
)
