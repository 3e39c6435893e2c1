import type { Problem } from '../model/problem.ts'
import { refusal } from './refusal.ts'

export const DEPTH_MAX = 32
export const KEYS_MAX = 10_000

/** What may be wrong with the field names and the nesting of any record, whatever its format. */
export type LimitCode = 'too-deep' | 'too-many-fields' | 'field-too-long' | 'duplicate-key' | 'forbidden-key'

export function limitProblem(code: LimitCode): Problem {
  switch (code) {
    case 'too-deep':
      return refusal(
        code,
        `objects or lists are nested deeper than ${DEPTH_MAX} levels`,
        undefined,
        'send the payment flat',
      )
    case 'too-many-fields':
      return refusal(code, `the record has more than ${KEYS_MAX} field names`, undefined, 'send the payment only')
    case 'field-too-long':
      return refusal(code, 'a text is longer than 4 KiB', undefined, 'send it shorter or leave it out')
    case 'duplicate-key':
      return refusal(code, 'an object names the same field twice', undefined, 'send every field once')
    case 'forbidden-key':
      return refusal(code, 'a field is called `__proto__`, `constructor` or `prototype`', undefined, 'rename it')
  }
}
