import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const FIXTURES = new URL('./bad/', import.meta.url)

export const SMALL_POLICY = 'thresholds: { review: 10, block: 100 }\nbase: USD\n'

/** Codes that only playbooks can give. */
export const PLAYBOOK_CODES = [
  'duplicate-step',
  'step-loop',
  'unreachable-step',
  'missing-answer',
  'reason-twice',
  'data-not-needed',
]

/** Codes that have a `<code>.bad.yaml`. */
export function fixtureCodes(): string[] {
  const names = readdirSync(FIXTURES).filter(name => name.endsWith('.bad.yaml'))
  return names.map(name => name.replace('.bad.yaml', '')).sort()
}

/**
 * Lays a fixture out as a rules folder. A line `# file: PATH` begins a file, without one it is a-rule.yaml;
 * `size=N`, `bytes=HEX` and `link=TARGET` after the path make what cannot be written down; `# without: policy.yaml` leaves
 * out the small policy that every folder gets otherwise.
 */
export function layOut(code: string): string {
  const text = readFileSync(new URL(`${code}.bad.yaml`, FIXTURES), 'utf8')
  const dir = mkdtempSync(join(tmpdir(), 'tripline-bad-'))
  if (!text.includes('# without: policy.yaml')) write(dir, 'policy.yaml', SMALL_POLICY)
  const parts = text.replace(/^# without: .*\n/, '').split(/^# file: (.+)\n/m)
  if (parts[0] !== '') write(dir, 'a-rule.yaml', parts[0]!)
  for (let i = 1; i < parts.length; i += 2) {
    const [path, make = ''] = parts[i]!.split(' ')
    const [how, value = ''] = make.split('=')
    if (how === 'link') symlinkSync(value, join(dir, path!))
    else if (how === 'bytes') write(dir, path!, Buffer.from(value, 'hex'))
    else write(dir, path!, how === 'size' ? '#'.repeat(Number(value)) : parts[i + 1]!)
  }
  return dir
}

export function layOutFiles(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'tripline-rules-'))
  for (const [path, text] of Object.entries(files)) write(dir, path, text)
  return dir
}

export function remove(dir: string): void {
  rmSync(dir, { recursive: true })
}

function write(dir: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), content)
}
