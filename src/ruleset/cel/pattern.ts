import { RE2JS, RE2JSException } from 're2js'

const PATTERN_LENGTH_MAX = 500
const PROGRAM_SIZE_MAX = 2000

/** A pattern that matches in time linear in the text, whatever was written. */
export interface Pattern {
  source: string
  found(text: string): boolean
}

/** RE2 has no backreferences and no lookaround, so no pattern can be made to run for ever. Answers why one is refused. */
export function readPattern(source: string): Pattern | { refused: string } {
  if (source.length > PATTERN_LENGTH_MAX) return { refused: `it is longer than ${PATTERN_LENGTH_MAX} characters` }
  try {
    const compiled = RE2JS.compile(source)
    if (compiled.programSize() > PROGRAM_SIZE_MAX)
      return { refused: 'it is too large once its repeats are written out' }
    return { source, found: text => compiled.test(text) }
  } catch (error) {
    if (error instanceof RE2JSException) return { refused: error.message }
    throw error
  }
}

/** A pattern that was read before, in another thread. It is compiled when it is first looked for. */
export function knownPattern(source: string): Pattern {
  let pattern: Pattern | undefined
  return {
    source,
    found(text) {
      pattern ??= readAgain(source)
      return pattern.found(text)
    },
  }
}

function readAgain(source: string): Pattern {
  const pattern = readPattern(source)
  if ('refused' in pattern) throw new Error(`the pattern ${source} was checked and is refused now: ${pattern.refused}`)
  return pattern
}
