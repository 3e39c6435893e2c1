import { type ASTNode, Environment, ParseError, serialize } from '@marcbachmann/cel-js'
import type { ProblemCode } from '../../problems/problem-codes.ts'

const CONDITION_LENGTH_MAX = 2000

/** Limits on one condition: what a person can read, and what can run for each payment. */
const LIMITS = { maxAstNodes: 400, maxDepth: 24, maxListElements: 200, maxMapEntries: 1, maxCallArguments: 16 }

const parser = new Environment({ unlistedVariablesAreDyn: true, limits: LIMITS })

export interface SyntaxProblem {
  code: ProblemCode
  start: number
  end: number
  message: string
  suggestion?: string
}

/** Text to the library's syntax tree. Its own checker is left out: it knows nothing of absent values or of our kinds. */
export function parseCondition(text: string): ASTNode | SyntaxProblem {
  if (text.length > CONDITION_LENGTH_MAX) {
    const message = `a condition has at most ${CONDITION_LENGTH_MAX} characters`
    return {
      code: 'condition-too-large',
      start: 0,
      end: text.length,
      message,
      suggestion: 'put long lists of values into a list file',
    }
  }
  try {
    return parser.parse(text).ast
  } catch (error) {
    if (error instanceof ParseError) return describe(error, text)
    throw error
  }
}

function describe(error: ParseError, text: string): SyntaxProblem {
  const start = Math.min(error.range?.start ?? 0, Math.max(0, text.length - 1))
  const end = Math.max(start + 1, Math.min(error.range?.end ?? start + 1, text.length))
  const at = { start, end }
  if (error.code === 'limit_exceeded') {
    const suggestion = 'split it into several lines, or put long lists of values into a list file'
    return { code: 'condition-too-large', ...at, message: 'this condition is too large', suggestion }
  }
  const syntax = { code: 'condition-syntax' as const, ...at }
  const known = commonSlip(text, start)
  if (known !== undefined) return { ...syntax, ...known }
  if (error.code === 'unterminated_string')
    return { ...syntax, message: 'this text is not closed', suggestion: 'add the closing quote' }
  if (error.code === 'unexpected_token' && (error.range?.start ?? 0) >= text.length) {
    return { ...syntax, message: 'something is missing at the end of this condition' }
  }
  if (error.code === 'reserved_identifier')
    return { ...syntax, message: `\`${text.slice(start, end)}\` is a reserved word` }
  if (error.code === 'expected_token') {
    const missing = /Expected (\w+)/.exec(error.summary)?.[1] ?? ''
    return { ...syntax, message: `${TOKENS[missing] ?? 'something else'} is expected here` }
  }
  if (error.code === 'unexpected_token' || error.code === 'unexpected_character') {
    return { ...syntax, message: `\`${text.slice(start, end)}\` cannot stand here` }
  }
  return { ...syntax, message: error.summary.charAt(0).toLowerCase() + error.summary.slice(1) }
}

const TOKENS: Record<string, string> = {
  RPAREN: 'a closing `)`',
  RBRACKET: 'a closing `]`',
  IDENTIFIER: 'a name',
  COLON: 'a `:`',
}

const WORDS: Record<string, string> = {
  and: '&&',
  or: '||',
  not: '!',
  AND: '&&',
  OR: '||',
  NOT: '!',
  is: '==',
  equals: '==',
}

/** What people write who know another language. */
function commonSlip(
  text: string,
  at: number,
): { start: number; end: number; message: string; suggestion: string } | undefined {
  const word = /^\w+/.exec(text.slice(at))?.[0] ?? ''
  if (Object.hasOwn(WORDS, word)) {
    const message = `\`${word}\` is written \`${WORDS[word]}\` in conditions`
    return { start: at, end: at + word.length, message, suggestion: `write \`${WORDS[word]}\`` }
  }
  const slip = SLIPS.find(([pattern]) => pattern.test(text.slice(at)))
  return slip === undefined ? undefined : { start: at, end: at + slip[1], message: slip[2], suggestion: slip[3] }
}

const SLIPS: readonly (readonly [RegExp, number, string, string])[] = [
  [/^=(?!=)/, 1, 'one `=` does not compare', 'write `==`'],
  [/^&(?!&)/, 1, 'one `&` does not join conditions', 'write `&&`'],
  [/^\|(?!\|)/, 1, 'one `|` does not join conditions', 'write `||`'],
  [/^[“”„‘’«»]/, 1, 'this is a typographic quote', 'use straight quotes: "'],
  [/^[≤≥≠]/, 1, 'this sign is not read', 'write `<=`, `>=` or `!=`'],
  [
    /^[$€£]/,
    1,
    'amounts stand without a currency sign',
    'leave it out: `amount` is in the base currency of rules/policy.yaml',
  ],
]

/** The condition in one way of writing, so that spaces and brackets make no difference. Takes a condition that parses. */
export function normaliseCondition(text: string): string {
  return serialize(parser.parse(text).ast)
}
