import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadRuleset } from '../src/ruleset/load-ruleset.ts'

const readme = readFileSync('README.md', 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(match => match[1]!)
const commands = blocks('sh')
  .join('\n')
  .split('\n')
  .map(line => line.replace(/\s+#.*$/, '').trim())
  .filter(line => line.startsWith('npx tripline ') && !line.endsWith(' run'))

/** Everything that the README tells a newcomer to type, but for what needs a server, in the order in which it stands there. */
describe('README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-readme-'))

  beforeAll(() => {
    cpSync('rules', join(folder, 'rules'), { recursive: true })
    for (const name of ['dist', 'node_modules', 'package.json', 'trials'])
      symlinkSync(resolve(name), join(folder, name))
  })

  it('has commands', () => {
    expect(commands.length).toBeGreaterThanOrEqual(4)
  })

  for (const command of commands) {
    it(`runs: ${command}`, () => {
      const [, , ...words] = command.split(' ')
      execFileSync(process.execPath, ['dist/main.js', ...words], { cwd: folder, stdio: 'pipe' })
    })
  }

  it('shows a rule that the checker accepts', async () => {
    const [rule] = blocks('yaml').filter(block => block.startsWith('rule: '))
    const rules = mkdtempSync(join(tmpdir(), 'tripline-readme-rule-'))
    cpSync('rules', rules, { recursive: true })
    writeFileSync(join(rules, 'ip/many-cards-one-ip.yaml'), rule!)
    expect((await loadRuleset(rules)).problems).toEqual([])
  })

  it('links only to pages and folders that exist', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(match => match[1]!)
    expect(targets.filter(target => !existsSync(target))).toEqual([])
  })
})
