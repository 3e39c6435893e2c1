import { createHash } from 'node:crypto'
import type { RulesetFile } from './ruleset-file.ts'

/** First 16 hex digits of SHA-256 over paths and texts. File order, line ends and byte order marks make no difference. */
export function rulesetHash(files: readonly RulesetFile[]): string {
  const hash = createHash('sha256')
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const normal = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
    hash.update(`${path}\0${Buffer.byteLength(normal)}\0`).update(normal)
  }
  return hash.digest('hex').slice(0, 16)
}
