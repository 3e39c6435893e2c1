import { readFileSync } from 'node:fs'

/** How the image starts Tripline, by this Node: with the options of its `ENTRYPOINT`. */
export function imageCommand(): string[] {
  const [, json = '[]'] = /^ENTRYPOINT (.+)$/m.exec(dockerfile()) ?? []
  const [, ...rest] = JSON.parse(json) as string[]
  return [process.execPath, ...rest]
}

/** What the image tells malloc. */
export function imageEnvironment(): Record<string, string> {
  return Object.fromEntries([...dockerfile().matchAll(/\b(MALLOC_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]))
}

function dockerfile(): string {
  return readFileSync('Dockerfile', 'utf8')
}
