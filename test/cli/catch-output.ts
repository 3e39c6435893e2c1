import { stripVTControlCharacters } from 'node:util'
import { vi } from 'vitest'

/** Runs a command with what it writes caught, colours taken out. */
export async function catchOutput(command: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const catching = (into: 'out' | 'err') => (text: unknown) => {
    written[into] += stripVTControlCharacters(String(text))
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(catching('out') as never)
  vi.spyOn(process.stderr, 'write').mockImplementation(catching('err') as never)
  try {
    return { code: await command(), ...written }
  } finally {
    vi.restoreAllMocks()
  }
}
