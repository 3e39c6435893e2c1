import type { Access } from '../cel/reader.ts'
import type { Tree } from '../cel/tree.ts'
import { markCertain } from './mark-certain.ts'
import { type AskedLine, orderLines } from './order-lines.ts'
import { Slots } from './slots.ts'
import { writeCondition } from './write-condition.ts'
import { any, writeSettled } from './write-settled.ts'

/** The conditions of one rule. */
export interface AskedRule {
  when: readonly Tree[]
  unless: readonly Tree[]
}

/** Told of the rules that hold, and of those that an absent value leaves open, in their order. */
export interface Findings {
  hit(rule: number): void
  open(rule: number): void
}

/** Asks rules about one payment; they are numbered from `first` on. */
export type Ask<From> = (from: From, findings: Findings) => void

/**
 * One JavaScript function for some rules. Its text is written from checked trees alone: of what a person wrote only numbers
 * and quoted texts get into it, as literals; names are indexes. Throws where the process forbids to make functions of text.
 */
export function generateAsk<From>(rules: readonly AskedRule[], first: number, access: Access<From>): Ask<From> {
  const slots = new Slots<From>(access)
  const ordered = orderLines(rules, access)
  for (const [line] of ordered) if (line !== undefined) markCertain(line.tree, slots)
  const body = ordered.map((lines, index) => writeRule(lines, first + index, slots)).join('\n')
  const text = `'use strict';
const [${slots.readers.map((_, index) => `r${index}`)}] = readers;
const [${slots.sets.map((_, index) => `k${index}`)}] = sets;
const [${slots.bounds.map((_, index) => `m${index}`)}] = bounds;
const finite = value => value - value === 0 ? value : NaN;
return (function ask(from, findings) {
let open = false;
let side = 0;
${slots.declarations()}
${body}
});`
  return new Function('readers', 'sets', 'bounds', text)(slots.readers, slots.sets, slots.bounds)
}

/** As `ruleHolds` of the engine: every line of `when` holds and no line of `unless` does. */
function writeRule<From>(asked: readonly AskedLine[], number: number, slots: Slots<From>): string {
  const [leave, open] = [`break rule${number};`, 'open = true;']
  const lines = asked.map(({ tree, wanted }) => {
    slots.nextLine()
    const ways = wanted ? { yes: '', no: leave, open } : { yes: leave, no: '', open }
    return writeCondition(tree, ways, slots)
  })
  const settled = asked.map(({ tree, wanted }) => writeSettled(tree, !wanted, slots))
  const known = settled.filter(each => each !== undefined)
  const early = known.length > 1 ? `if (${any(known)}) ${leave}` : ''
  return `rule${number}: { ${early}
open = false;
${lines.join('\n')}
if (open) findings.open(${number}); else findings.hit(${number}); }`
}
