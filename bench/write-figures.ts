import { readFileSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { printedSections } from './print.ts'

const BEGIN = '<!-- figures: written by npm run bench -- --write -->'
const END = '<!-- end of figures -->'
const HEADING = '### '

/**
 * Puts all tables that were printed so far between the two marks of a page, each in the place of the one with its title; the
 * others stay. Throws when the page has no marks.
 */
export function writeFigures(page: string, machine: string): void {
  const text = readFileSync(page, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${page} has no place for figures: ${BEGIN} … ${END}`)
  const sections = sectionsOf(text.slice(begin + BEGIN.length, end))
  for (const { title, markdown } of printedSections()) sections.set(title, markdown)
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`
  const machineLine = `${machine}, ${memory}, Linux; broker, Redis, sender and contender on the same machine.`
  const figures = [...sections].map(([title, markdown]) => `${HEADING}${title}\n\n${markdown}\n`).join('\n')
  writeFileSync(page, `${text.slice(0, begin)}${BEGIN}\n\n${machineLine}\n\n${figures}\n${text.slice(end)}`)
}

/** By title, in their order. */
function sectionsOf(figures: string): Map<string, string> {
  const [, ...sections] = figures.split(`\n${HEADING}`)
  return new Map(
    sections.map(section => {
      const titleEnd = section.indexOf('\n')
      return [section.slice(0, titleEnd), section.slice(titleEnd).trim()]
    }),
  )
}
