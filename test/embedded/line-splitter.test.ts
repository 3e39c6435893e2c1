import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineSplitter } from '../../src/embedded/line-splitter.ts'

function split(text: string, cuts: readonly number[], lineBytesMax = 100): { line: string; lineNumber: number }[] {
  const bytes = Buffer.from(text, 'latin1')
  const splitter = new LineSplitter(lineBytesMax)
  const found: { line: string; lineNumber: number }[] = []
  const take = (line: Buffer, lineNumber: number): void =>
    void found.push({ line: line.toString('latin1'), lineNumber })
  const bounds = [0, ...cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < bounds.length; i++) splitter.push(bytes.subarray(bounds[i - 1], bounds[i]), take)
  splitter.finish(take)
  return found
}

/** What the splitter must do, slowly and plainly. */
function model(text: string, lineBytesMax: number): { line: string; lineNumber: number }[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
    .map((line, i) => ({
      line: (i === 0 ? line.replace(/^\xef\xbb\xbf/, '') : line).replace(/\r$/, ''),
      lineNumber: i + 1,
    }))
    .filter(({ line }) => /[^\0-\x20]/.test(line))
    .map(({ line, lineNumber }) => ({ line: line.slice(0, lineBytesMax + 1), lineNumber }))
}

describe('LineSplitter', () => {
  it('equals splitting the whole text, wherever the chunks are cut', () => {
    const piece = fc.constantFrom('\n', '\r\n', '\n\n', ' ', '{"id":1}', '\xef\xbb\xbf', 'é', '\r', 'xxxxxxxxxxxx')
    const text = fc.array(piece, { maxLength: 20 }).map(pieces => pieces.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 8 }), (whole, cuts) => {
        expect(split(whole, cuts, 1000)).toEqual(model(whole, 1000))
      }),
      { numRuns: 500 },
    )
  })

  it('hands over a line past the cap by one byte more than the cap, and goes on with the next', () => {
    const cuts = [7, 20, 21, 40, 44]
    expect(split(`short\n${'x'.repeat(50)}\nafter`, cuts, 10)).toEqual([
      { line: 'short', lineNumber: 1 },
      { line: 'x'.repeat(11), lineNumber: 2 },
      { line: 'after', lineNumber: 3 },
    ])
  })

  it('holds no more than the cap of a line without end', () => {
    const splitter = new LineSplitter(1000)
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 2000; i++) splitter.push(Buffer.alloc(100_000, 'x'), () => expect.unreachable())
    const lines: Buffer[] = []
    splitter.push(Buffer.from('\n'), line => lines.push(line))
    expect(lines.map(line => line.length)).toEqual([1001])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150e6)
  })
})
