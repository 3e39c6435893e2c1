/** What a file in the rules folder is, by where it stands. */
export type RulesetFileKind = 'rule' | 'policy' | 'velocities' | 'sample' | 'list' | 'snoozes' | 'playbook'

/** One file of a ruleset, as it was when the folder was read. */
export interface RulesetFile {
  kind: RulesetFileKind
  /** Inside the folder, with forward slashes: `lists/vpn.csv`. */
  path: string
  /** As shown to people: the folder as they wrote it, and the path. */
  shown: string
  text: string
}

const AT_THE_TOP: Readonly<Record<string, RulesetFileKind>> = {
  'policy.yaml': 'policy',
  'velocities.yaml': 'velocities',
  'sample-payment.yaml': 'sample',
  'snoozes.csv': 'snoozes',
}

/** `rules/lists/*.csv|txt` are lists, `rules/playbooks/*.yaml` playbooks, four names at the top mean something, every other `.yaml` is a rule. */
export function kindOf(path: string): RulesetFileKind | undefined {
  if (path.startsWith('lists/')) return /\.(csv|txt)$/.test(path) ? 'list' : undefined
  if (path.startsWith('playbooks/')) return /^playbooks\/[^/]+\.yaml$/.test(path) ? 'playbook' : undefined
  if (belongsAtTheTop(path)) return undefined
  return AT_THE_TOP[path] ?? (path.endsWith('.yaml') ? 'rule' : undefined)
}

/** A second policy in some folder would be taken for a rule full of mistakes; it is told what it is instead. */
export function belongsAtTheTop(path: string): boolean {
  return path.includes('/') && AT_THE_TOP[path.slice(path.lastIndexOf('/') + 1)] !== undefined
}
