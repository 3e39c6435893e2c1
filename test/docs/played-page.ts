import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const BLOCK = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm

/**
 * A page as it reads after doing all that it tells: `yaml PATH` blocks are saved, `sh` blocks are run in a fresh copy of
 * the starter rules, and the `text` block after a command is what the command printed.
 */
export function playedPage(page: string): string {
  const folder = newcomersFolder()
  let printed: string | undefined
  return page.replace(BLOCK, (block, language: string, path: string | undefined, body: string) => {
    if (language === 'yaml' && path !== undefined) save(join(folder, path), body)
    else if (language === 'sh') printed = run(body, folder)
    else if (language === 'text') {
      if (printed === undefined) throw new Error(`no command before: ${body}`)
      return `\`\`\`text\n${printed}\`\`\``
    }
    return block
  })
}

function newcomersFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-page-'))
  cpSync('rules', join(folder, 'rules'), { recursive: true })
  for (const name of ['dist', 'node_modules', 'package.json']) symlinkSync(resolve(name), join(folder, name))
  return folder
}

function save(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Commands may end with a mistake: that is what they are shown for. The hash of a ruleset says nothing to a reader. */
function run(commands: string, cwd: string): string {
  const script = commands.replace(/\bnpx tripline\b/g, 'node dist/main.js')
  const printed = execFileSync('sh', ['-c', `{ ${script}\n} 2>&1 || true`], { cwd, encoding: 'utf8' })
  return printed.replace(/ruleset [0-9a-f]{16}/g, 'ruleset …')
}
