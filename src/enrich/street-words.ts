/** What people write for the same thing, brought to one short form. `St` may mean Saint or Street; both become `st`. */
const written = `
st street str strasse saint sankt|ave avenue av avenida|rd road|blvd boulevard boul|dr drive|ln lane|ct court
pl place platz|sq square|cir circle|hwy highway|pkwy parkway|ter terrace|trl trail|hts heights|mt mount|ft fort
cres crescent|cl close|gdns gardens|grv grove|rte route|expy expressway|ctr center centre|plz plaza|way weg|c calle
r rue|no number numero nr|n north|s south|e east|w west|ne northeast|nw northwest|se southeast|sw southwest
bldg building|1st first|2nd second|3rd third|4th fourth|5th fifth|6th sixth|7th seventh|8th eighth|9th ninth|10th tenth`

const shortForms = new Map<string, string>()
for (const entry of written.trim().split(/[|\n]/)) {
  const [short, ...longer] = entry.split(' ')
  for (const word of longer) shortForms.set(word, short!)
}

/** `hauptstrasse` and `hauptstr` are one street, as are `main street` and `main st`. `word` is folded. */
export function shortForm(word: string): string {
  const short = shortForms.get(word)
  if (short !== undefined) return short
  if (word.length > 8 && word.endsWith('strasse')) return `${word.slice(0, -7)}st`
  if (word.length > 5 && word.endsWith('str')) return word.slice(0, -1)
  return word
}

const kinds = new Set('st ave rd blvd dr ln ct pl sq cir hwy pkwy ter trl way cres cl gdns grv rte expy'.split(' '))

/** Whether the word, in any of its forms, says what kind of street it is. */
export function isKindOfStreet(word: string): boolean {
  return kinds.has(shortForm(word))
}
