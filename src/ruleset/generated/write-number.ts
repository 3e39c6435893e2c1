import type { Tree } from '../cel/tree.ts'
import type { Slots } from './slots.ts'

/** The text that gives a value the first time, and the one that gives it again without asking anything. */
export interface Written {
  first: string
  again: string
  /** Nothing has to be read for it any more. */
  isKnown: boolean
}

/**
 * A number as an expression that is NaN where the number is unknown: arithmetic carries that along by itself. What has no
 * answer, such as a division by zero, is unknown too, so infinity becomes NaN at each step.
 */
export function writeNumber<From>(tree: Tree, slots: Slots<From>): Written {
  switch (tree.op) {
    case 'constant':
      return known(numberLiteral(tree.value as number))
    case 'negate': {
      const of = writeNumber(tree.of, slots)
      return { ...of, first: `(-${of.first})`, again: `(-${of.again})` }
    }
    case 'arithmetic': {
      const left = writeNumber(tree.left, slots)
      const right = writeNumber(tree.right, slots)
      const result = slots.temporary()
      const both = (one: string) => `finite(${one} ${tree.arithmetic} ${right.first})`
      // As closures do it: where the left side is unknown, nothing is read for the right one.
      const once = right.isKnown ? both(left.first) : `(${left.first} !== ${left.again} ? NaN : ${both(left.again)})`
      return { first: `(${result} = ${once})`, again: result, isKnown: false }
    }
    default: {
      const slot = tree.op === 'name' ? slots.name(tree.name) : slots.part(tree)
      const again = slots.again(slot)
      return slot.isCertain ? known(again) : { first: slots.value(slot), again, isKnown: false }
    }
  }
}

function known(text: string): Written {
  return { first: text, again: text, isKnown: true }
}

/** Signs are in brackets, so that no two of them meet. */
export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '(-Infinity)'
  return value < 0 || Object.is(value, -0) ? `(-${Math.abs(value)})` : String(value)
}
