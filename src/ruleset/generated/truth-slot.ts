import type { Tree } from '../cel/tree.ts'
import type { Slot, Slots } from './slots.ts'

/**
 * What is true, false or undefined as one value. Comparisons of texts stand in the program, each once for all rules that
 * make it: most of a ruleset's ask for the same few countries and currencies.
 */
export function truthSlot<From>(tree: Tree, slots: Slots<From>): Slot {
  if (tree.op === 'name') return slots.name(tree.name)
  if (tree.op === 'equal') {
    if (tree.left.op === 'constant' && tree.right.op !== 'constant') {
      return truthSlot({ ...tree, left: tree.right, right: tree.left }, slots)
    }
    const left = slotOf(tree.left, slots)
    if (tree.right.op === 'constant') return compared(left, [tree.right.value], slots)
    const right = slotOf(tree.right, slots)
    const [one, other] = [slots.value(left), slots.value(right)]
    const load = `(${one} === undefined || ${other} === undefined ? undefined : ${slots.again(left)} === ${slots.again(right)})`
    return slots.test(`${slots.again(left)} == ${slots.again(right)}`, () => load)
  }
  if (tree.op === 'within' && tree.values.op === 'constant') {
    return compared(slotOf(tree.value, slots), tree.values.value as readonly string[], slots)
  }
  return slots.part(tree)
}

/** The slot of a text or of a truth value. */
export function slotOf<From>(tree: Tree, slots: Slots<From>): Slot {
  return tree.op === 'name' ? slots.name(tree.name) : slots.part(tree)
}

function compared<From>(slot: Slot, values: readonly unknown[], slots: Slots<From>): Slot {
  const again = slots.again(slot)
  const test = () => slots.isOneOf(again, again, values, JSON.stringify)
  const load = () => `(${slots.value(slot)} === undefined ? undefined : ${test()})`
  return slots.test(`${again} in ${JSON.stringify(values)}`, load)
}
