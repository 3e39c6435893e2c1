import { readFileSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { printedMarkdown } from './print.ts'

const BEGIN = '<!-- figures: written by npm run bench -- --write -->'
const END = '<!-- end of figures -->'

/** Puts all tables that were printed between the two marks of a page. Throws when the page has no marks. */
export function writeFigures(page: string, machine: string): void {
  const text = readFileSync(page, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${page} has no place for figures: ${BEGIN} … ${END}`)
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`
  const figures = `${machine}, ${memory}, Linux; broker, Redis, sender and contender on the same machine.`
  writeFileSync(page, `${text.slice(0, begin)}${BEGIN}\n\n${figures}\n\n${printedMarkdown()}\n${text.slice(end)}`)
}
