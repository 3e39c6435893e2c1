import type { YAMLError } from 'yaml'
import type { ProblemCode } from '../problems/problem-codes.ts'

interface SyntaxProblem {
  code: ProblemCode
  message: string
  suggestion?: string
}

/** The parser's error in words for somebody who knows rules, not YAML. `line` is the text of the line it is on. */
export function describeSyntax(error: YAMLError, line: string): SyntaxProblem {
  const quotes = 'put the whole value in single quotes'
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { code: 'yaml-tab', message: 'a tab indents this line', suggestion: 'use spaces' }
    case 'UNEXPECTED_TOKEN':
      if (/^\s*(- |[\w-]+: )\s*["']/.test(line)) {
        return {
          code: 'yaml-syntax',
          message: 'YAML ends the value at the closing quote, and more follows',
          suggestion: `${quotes}: '"US" == ip.country'`,
        }
      }
      break
    case 'BAD_SCALAR_START':
      return {
        code: 'yaml-syntax',
        message: `a value cannot start with \`${error.message.at(-1)}\``,
        suggestion: quotes,
      }
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        code: 'yaml-syntax',
        message: 'a second `: ` on this line makes YAML look for a key inside the value',
        suggestion: quotes,
      }
    case 'BAD_INDENT':
    case 'BAD_COLLECTION_TYPE':
      return {
        code: 'yaml-syntax',
        message: lowerFirst(error.message),
        suggestion: 'compare the spaces at the start of the lines',
      }
    case 'MISSING_CHAR':
      return {
        code: 'yaml-syntax',
        message: lowerFirst(error.message),
        suggestion: 'is a `:`, a quote or a bracket missing before here?',
      }
    case 'MULTIPLE_DOCS':
      return {
        code: 'yaml-syntax',
        message: 'a second document begins here',
        suggestion: 'leave out the `---`: one file, one rule',
      }
    case 'RESOURCE_EXHAUSTION':
      return { code: 'yaml-syntax', message: 'brackets are nested too deeply here' }
    default:
  }
  return { code: 'yaml-syntax', message: lowerFirst(error.message) }
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}
