/** Deterministic pseudo-random numbers, so that measured error rates are the same on every run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** Names of many languages, most of them none that the table of letter pairs was counted on. */
const given = `abigale adrienne alastair alejandra amelie anneliese aleksandra beatrix bogdan bronwyn cedric ciaran
clementine cordelia dagmar demetrius dimitra eamonn eilidh esperanza evangeline fabienne fergus fiorella florian
gennaro gisela gwendolyn hamish hildegard ignacio ilaria imogen ingeborg jolanta kazimierz keziah ludmila magnus
marguerite mireille nadezhda nkechi octavia ottavio parvati penelope quentin ramona reinhold rosalind saskia siobhan
sneha tancredi thaddeus umberto valentin veronika wilhelmina xavier yolanda yevgenia zoltan`.split(/\s+/)
const family = `abernathy achterberg arkwright bartholomew beauchamp blackwood bluestein brzezinski calloway castellano
chamberlain chaudhuri cholmondeley dabrowska delacroix desrosiers dostoevsky eberhardt echeverria fairbanks featherstone
fitzgerald frobisher galbraith goldsmith grossman gunnarsson halloran higginbotham huttunen ingram jurgensen
kirkpatrick kjeldsen krishnamurthy lagerlof llewellyn mackintosh mbeki mcallister montgomery nakagawa nascimbeni
obrien oduya papandreou pfeifer pickering quispe radcliffe ravindran rosenthal schwartz shapiro szczesny thistlewood
tikhonova underhill vandenberg villanueva weatherby whitfield wojtowicz yamashiro zapata zielonka`.split(/\s+/)
const words =
  'hello office garden sunshine bookworm bluebird pixel snowball captain rainbow orchard shopping contact sales'.split(
    ' ',
  )

/** Names before the @ in the ways in which people make them. */
export function realisticNames(count: number): string[] {
  const roll = dice(1)
  const pick = (list: readonly string[]) => list[roll(list.length)]!
  return Array.from({ length: count }, () => {
    const [one, other] = [pick(given), pick(family)]
    const year = 1950 + roll(60)
    const shapes = [
      `${one}.${other}`,
      `${one}${other}`,
      `${one[0]}${other}`,
      `${one}${other[0]}`,
      `${other}.${one}`,
      `${one}_${other}`,
      `${one}${roll(100)}`,
      `${one[0]}.${other}${year}`,
      `${other}${year % 100}`,
      `${pick(words)}${roll(1000)}`,
      `${pick(words)}.${one}`,
      `${one}-${other}`,
      `${one[0]}${other[0]}${year}`,
    ]
    return shapes[roll(shapes.length)]!
  })
}

export function randomNames(count: number, letters: string, length: number): string[] {
  const roll = dice(length)
  return Array.from({ length: count }, () => Array.from({ length }, () => letters[roll(letters.length)]).join(''))
}
