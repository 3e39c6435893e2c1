/** What a file in the rules folder is, by where it stands. */
export type RulesetFileKind = 'rule' | 'policy' | 'velocities' | 'sample' | 'list' | 'snoozes'

/** One file of a ruleset, as it was when the folder was read. */
export interface RulesetFile {
  kind: RulesetFileKind
  /** Inside the folder, with forward slashes: `lists/vpn.csv`. */
  path: string
  /** As shown to people: the folder as they wrote it, and the path. */
  shown: string
  text: string
}

/** `rules/lists/*.csv|txt` are lists, four names at the top mean something, every other `.yaml` is a rule. */
export function kindOf(path: string): RulesetFileKind | undefined {
  if (path.startsWith('lists/')) return /\.(csv|txt)$/.test(path) ? 'list' : undefined
  if (path === 'policy.yaml') return 'policy'
  if (path === 'velocities.yaml') return 'velocities'
  if (path === 'sample-payment.yaml') return 'sample'
  if (path === 'snoozes.csv') return 'snoozes'
  return path.endsWith('.yaml') ? 'rule' : undefined
}
