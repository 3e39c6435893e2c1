import type { Type } from './tree.ts'

/** A function of conditions. Its values are always present: an absent one has made the result unknown before the call. */
export interface ConditionFunction {
  name: string
  /** `text.startsWith("x")` is a method, `abs(x)` a call; `size` is both. */
  form: 'call' | 'method' | 'both'
  takes: readonly Type[]
  /** The last kind may come any number of times, at least as often as in `takes`. */
  repeats?: boolean
  gives: Type
  help: string
  example: string
  /** Of one, two or more values; only the one that fits `takes` is called. */
  apply(first: never, second: never, ...rest: never[]): number | string | boolean | undefined
}

/** Functions over plain values. `has`, `list`, `matches`, `exists` and `all` need the checker and stand there. */
export const FUNCTIONS: readonly ConditionFunction[] = [
  {
    name: 'size',
    form: 'both',
    takes: ['text'],
    gives: 'number',
    help: 'how many characters a text has',
    example: 'size(customer.name) < 3',
    apply: (text: string) => codePoints(text),
  },
  {
    name: 'size',
    form: 'both',
    takes: ['texts'],
    gives: 'number',
    help: 'how many texts are in a list',
    example: 'size(order.categories) > 5',
    apply: (texts: readonly string[]) => texts.length,
  },
  {
    name: 'startsWith',
    form: 'method',
    takes: ['text', 'text'],
    gives: 'boolean',
    help: 'whether a text begins with another',
    example: 'card.bin.startsWith("4111")',
    apply: (text: string, start: string) => text.startsWith(start),
  },
  {
    name: 'endsWith',
    form: 'method',
    takes: ['text', 'text'],
    gives: 'boolean',
    help: 'whether a text ends with another',
    example: 'email.domain.endsWith(".ru")',
    apply: (text: string, end: string) => text.endsWith(end),
  },
  {
    name: 'contains',
    form: 'method',
    takes: ['text', 'text'],
    gives: 'boolean',
    help: 'whether a text stands inside another',
    example: 'shipping.line1.contains("PMB")',
    apply: (text: string, part: string) => text.includes(part),
  },
  {
    name: 'lowerAscii',
    form: 'method',
    takes: ['text'],
    gives: 'text',
    help: 'the text with A to Z made small',
    example: 'shipping.city.lowerAscii() == "paris"',
    apply: (text: string) => text.replace(/[A-Z]+/g, letters => letters.toLowerCase()),
  },
  {
    name: 'abs',
    form: 'call',
    takes: ['number'],
    gives: 'number',
    help: 'a number without its sign',
    example: 'abs(amount - usual_amount) > 100',
    apply: (value: number) => Math.abs(value),
  },
  {
    name: 'round',
    form: 'call',
    takes: ['number'],
    gives: 'number',
    help: 'the nearest whole number, halves away from zero',
    example: 'round(amount) == amount',
    apply: (value: number) => Math.sign(value) * Math.round(Math.abs(value)),
  },
  {
    name: 'min',
    form: 'call',
    takes: ['number', 'number'],
    repeats: true,
    gives: 'number',
    help: 'the smallest of some numbers',
    example: 'min(amount, usual_amount) > 10',
    apply: (first: number, second: number, ...rest: number[]) => Math.min(first, second, ...rest),
  },
  {
    name: 'max',
    form: 'call',
    takes: ['number', 'number'],
    repeats: true,
    gives: 'number',
    help: 'the largest of some numbers',
    example: 'amount > max(100, usual_amount * 3)',
    apply: (first: number, second: number, ...rest: number[]) => Math.max(first, second, ...rest),
  },
]

/** Names that the checker knows besides `FUNCTIONS`. */
const SPECIAL_FUNCTIONS = [
  { name: 'has', help: 'whether a value is there', example: 'has(device.id)' },
  { name: 'list', help: 'a list by its file name, after `in`', example: 'ip in list("office-networks")' },
  {
    name: 'matches',
    help: 'whether a pattern (RE2) is found in a text',
    example: 'email.local.matches("^[a-z]{20}$")',
  },
  {
    name: 'exists',
    help: 'whether a condition holds for one text of a list',
    example: 'order.categories.exists(c, c == "gift")',
  },
  {
    name: 'all',
    help: 'whether a condition holds for each text of a list',
    example: 'order.categories.all(c, c == "gift")',
  },
] as const

export const FUNCTION_NAMES: readonly string[] = [
  ...new Set([...FUNCTIONS.map(each => each.name), ...SPECIAL_FUNCTIONS.map(each => each.name)]),
]

/** CEL counts code points, JavaScript UTF-16 units. */
function codePoints(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) count--
  }
  return count
}
