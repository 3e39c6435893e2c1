import { createHash } from 'node:crypto'

/** A script with the hash by which Redis knows it once it is loaded. */
export interface Script {
  text: string
  hash: string
}

export function scriptOf(text: string): Script {
  return { text, hash: createHash('sha1').update(text).digest('hex') }
}
