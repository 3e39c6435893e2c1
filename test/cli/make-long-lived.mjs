/** Makes objects of two kinds, nearly all of which are still held at the next collections. */
if (process.argv[2] === 'keep-young') {
  const { keepYoung } = await import('../../dist/cli/keep-young.js')
  keepYoung()
}

const HELD_MAX = 400_000
const held = []
const make = number => ({ number, parts: [number, number + 1] })
for (let number = 0; number < 3_000_000; number++) {
  if (held.length === HELD_MAX) held.length = 0
  held.push(make(number))
}
