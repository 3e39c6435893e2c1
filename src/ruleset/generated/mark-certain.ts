import type { Tree } from '../cel/tree.ts'
import { boundedOf } from './bounded.ts'
import type { Slots } from './slots.ts'
import { slotOf, truthSlot } from './truth-slot.ts'

/** Marks what is read whatever a condition comes to, for conditions that every payment meets: it is loaded without asking. */
export function markCertain<From>(tree: Tree, slots: Slots<From>): void {
  // Where a bound may settle it, nothing is read for certain.
  if (boundedOf(tree, slots.access) !== undefined) return
  const [first, isWritten] = firstOf(tree)
  if (first !== undefined) markCertain(first, slots)
  if (isWritten) return
  const slot =
    tree.op === 'has' ? slots.name(tree.name) : tree.type === 'boolean' ? truthSlot(tree, slots) : slotOf(tree, slots)
  slot.isCertain = true
}

/** The part that is asked first, and whether the program asks for it by itself rather than for the whole as one value. */
function firstOf(tree: Tree): [Tree | undefined, boolean] {
  switch (tree.op) {
    case 'constant':
      return [undefined, true]
    case 'not':
    case 'negate':
      return [tree.of, true]
    case 'and':
    case 'or':
      return [tree.left, true]
    case 'compare':
    case 'arithmetic':
      return [firstSide(tree), true]
    case 'equal':
      return [firstSide(tree), tree.left.type === 'number']
    case 'within':
      return tree.values.op === 'constant' ? [tree.value, tree.value.type === 'number'] : [undefined, false]
    default:
      return [undefined, false]
  }
}

/** The right side is certain only where nothing on the left can be absent. */
function firstSide({ left, right }: { left: Tree; right: Tree }): Tree {
  return left.op === 'constant' ? right : left
}
