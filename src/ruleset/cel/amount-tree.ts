import { isAmount } from '../reason-template.ts'
import type { Tree } from './tree.ts'

/** Functions of amounts that give an amount. */
export const AMOUNT_KEEPING: ReadonlySet<string> = new Set(['abs', 'round', 'min', 'max'])

/** Whether a number of a condition is an amount of money: `amount`, `usual_amount * 4`, `max(amount, 10)`. */
export function isAmountTree(tree: Tree): boolean {
  switch (tree.op) {
    case 'name':
      return isAmount(tree.name)
    case 'negate':
      return isAmountTree(tree.of)
    case 'arithmetic':
      if (tree.arithmetic === '/' || tree.arithmetic === '%')
        return isAmountTree(tree.left) && !isAmountTree(tree.right)
      return isAmountTree(tree.left) || isAmountTree(tree.right)
    case 'call':
      return AMOUNT_KEEPING.has(tree.function.name) && tree.values.some(isAmountTree)
    case 'choose':
      return isAmountTree(tree.yes) || isAmountTree(tree.no)
    default:
      return false
  }
}
