import { describe, expect, it } from 'vitest'
import { celPage, DIFFERENCES, OUT } from '../docs/cel-page.ts'
import { runConformance } from './cel-conformance.ts'

const results = runConformance()

describe('the conformance cases of CEL', () => {
  it('come out as the standard says wherever they are read, but for the differences that are named', () => {
    const differing = results.filter(({ result }) => result === 'differs').map(each => `${each.section}/${each.name}`)
    expect(differing.sort()).toEqual(Object.keys(DIFFERENCES).sort())
  })

  it('are all there, and those that are not read have a reason', () => {
    expect(results.length).toBeGreaterThan(2000)
    const refused = new Set(
      results.filter(({ result }) => result === 'refused').map(each => each.section.split('/')[0]!),
    )
    expect([...refused].sort()).toEqual(Object.keys(OUT).sort())
  })

  it('are told in docs/cel.md', async () => {
    await expect(celPage(results)).toMatchFileSnapshot(new URL('../../docs/cel.md', import.meta.url).pathname)
  })
})
