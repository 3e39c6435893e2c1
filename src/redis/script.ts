import { createHash } from 'node:crypto'

/** A script with the hash by which Redis knows it once it is loaded. */
export interface Script {
  text: string
  hash: string
}

/** How a script is called: by its hash, or with its text. */
export interface Invocation {
  command: 'EVALSHA' | 'EVAL'
  argument: string
}

export function scriptOf(text: string): Script {
  return { text, hash: createHash('sha1').update(text).digest('hex') }
}
