const SMALLEST = 1_024
const WORDS = 6
const ENTRY_BYTES = WORDS * 4

interface Generation {
  words: Uint32Array
  count: number
}

export interface KnownIdentity {
  contentHigh: number
  contentLow: number
  states: readonly number[]
}

/**
 * Remembers, by event id, the content and the states that were seen: 24 bytes each in open-addressed tables. Two
 * generations bound it: when the young one holds half of what is allowed, the old one is forgotten.
 */
export class IdentityTable {
  private readonly countMax: number
  private young = emptyGeneration(SMALLEST)
  private old = emptyGeneration(SMALLEST)
  /** States after the first, two words each, by id. */
  private laterYoung = new Map<string, number[]>()
  private laterOld = new Map<string, number[]>()

  constructor(bytesMax: number) {
    this.countMax = Math.max(SMALLEST, Math.floor(bytesMax / 2 / (ENTRY_BYTES * 3)))
  }

  /** What is known of an id, or undefined. States are pairs of words, the first seen first. */
  find(idHigh: number, idLow: number): KnownIdentity | undefined {
    let { words } = this.young
    let at = placeOf(this.young, idHigh, idLow)
    if (at < 0) {
      words = this.old.words
      at = placeOf(this.old, idHigh, idLow)
    }
    if (at < 0) return undefined
    const id = laterKey(idHigh, idLow)
    const later = this.laterYoung.get(id) ?? this.laterOld.get(id) ?? []
    return {
      contentHigh: words[at + 2]!,
      contentLow: words[at + 3]!,
      states: [words[at + 4]!, words[at + 5]!, ...later],
    }
  }

  /** Remembers an id that is not known yet. An id of two zero words would look like an empty place: it gets a last bit. */
  put(
    idHigh: number,
    idLow: number,
    contentHigh: number,
    contentLow: number,
    stateHigh: number,
    stateLow: number,
  ): void {
    if (this.young.count >= this.countMax) {
      this.old = this.young
      this.young = emptyGeneration(SMALLEST)
      this.laterOld = this.laterYoung
      this.laterYoung = new Map()
    }
    if ((this.young.count + 1) * 2 * WORDS > this.young.words.length) this.young = grown(this.young)
    const { words } = this.young
    const at = emptyPlace(words, idHigh)
    words[at] = idHigh
    words[at + 1] = idLow || 1
    words[at + 2] = contentHigh
    words[at + 3] = contentLow
    words[at + 4] = stateHigh
    words[at + 5] = stateLow
    this.young.count++
  }

  addState(idHigh: number, idLow: number, stateHigh: number, stateLow: number): void {
    const id = laterKey(idHigh, idLow)
    this.laterYoung.set(id, [...(this.laterYoung.get(id) ?? this.laterOld.get(id) ?? []), stateHigh, stateLow])
  }
}

function emptyGeneration(places: number): Generation {
  return { words: new Uint32Array(places * WORDS), count: 0 }
}

function placeOf({ words }: Generation, idHigh: number, idLow: number): number {
  const low = idLow || 1
  const mask = words.length / WORDS - 1
  for (let place = idHigh & mask; ; place = (place + 1) & mask) {
    const at = place * WORDS
    if (words[at + 1] === 0) return -1
    if (words[at + 1] === low && words[at] === idHigh) return at
  }
}

function emptyPlace(words: Uint32Array, idHigh: number): number {
  const mask = words.length / WORDS - 1
  let place = idHigh & mask
  while (words[place * WORDS + 1] !== 0) place = (place + 1) & mask
  return place * WORDS
}

function grown({ words, count }: Generation): Generation {
  const larger = { words: new Uint32Array(words.length * 2), count }
  for (let at = 0; at < words.length; at += WORDS) {
    if (words[at + 1] !== 0) larger.words.set(words.subarray(at, at + WORDS), emptyPlace(larger.words, words[at]!))
  }
  return larger
}

function laterKey(idHigh: number, idLow: number): string {
  return `${idHigh},${idLow}`
}
