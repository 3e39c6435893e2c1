import { compileTree } from '../cel/compile-tree.ts'
import type { Access, ComparedWith, Reader } from '../cel/reader.ts'
import type { Name, Tree } from '../cel/tree.ts'
import { canonicalText } from '../sense/canonical.ts'
import type { Bounded } from './bounded.ts'

/** More constants than these are looked up in a set. */
const COMPARED_MAX = 4

/** A value that the rules of one function share: worked out at most once for each payment. */
export interface Slot {
  index: number
  /** Numbers are held unboxed and are NaN where they are absent; all others are undefined then. */
  isNumber: boolean
  /** The expression that works it out. */
  load: string
  /** Every payment asks for it, so it is loaded at the top; the others wait until a rule gets there. */
  isCertain: boolean
}

/** What the text of one function stands on: its shared values, and the constants that no text of a rule can reach. */
export class Slots<From> {
  /** Called in the text as `r0`, `r1` and so on; indexes are all that the text knows of names. */
  readonly readers: Reader<From, unknown>[] = []
  /** Likewise `k0`, `k1`: sets of constants that are too many to be compared one by one. */
  readonly sets: ReadonlySet<unknown>[] = []
  /** Likewise `m0`, `m1`: how values compare with a number, told at less cost than the values. */
  readonly bounds: ComparedWith<From>[] = []
  readonly access: Access<From>
  private readonly boundOf = new Map<unknown, string>()
  private readonly slots = new Map<unknown, Slot>()
  private temporaries = 0
  private temporariesMax = 0
  private flagsMax = 0

  constructor(access: Access<From>) {
    this.access = access
  }

  /** Names go by their reader, because two rules may call different velocities by one name. */
  name(name: Name): Slot {
    const reader = this.access.name(name)
    return this.slot(reader, name.type === 'number', () => this.read(reader))
  }

  /** How a name that was not read compares with its limit. Undefined where every payment reads it anyway. */
  compared({ name, limit, comparedWith }: Bounded<From>): string | undefined {
    const slot = this.name(name)
    if (slot.isCertain) return undefined
    const reader = this.access.name(name)
    let bound = this.boundOf.get(reader)
    if (bound === undefined) {
      bound = `m${this.bounds.push(comparedWith) - 1}`
      this.boundOf.set(reader, bound)
    }
    return `s${slot.index} ? 0 : ${bound}(from, ${limit})`
  }

  /** A part that has no text of its own: a closure answers for it, once for all rules that hold the same part. */
  part(tree: Tree): Slot {
    const key = canonicalText(tree, name => `slot ${this.name(name).index}`)
    return this.slot(key, tree.type === 'number', () => this.read(compileTree(tree, this.access)))
  }

  /** A comparison that has a text of its own. */
  test(key: string, load: () => string): Slot {
    return this.slot(key, false, load)
  }

  /** The value, loaded if it is not yet. */
  value({ index, isNumber, isCertain, load }: Slot): string {
    if (isCertain) return this.again({ index, isNumber })
    return isNumber
      ? `(s${index} ? n${index} : (s${index} = true, n${index} = ${load}))`
      : `(v${index} !== null ? v${index} : v${index} = ${load})`
  }

  /** The value where it has just been loaded. */
  again({ index, isNumber }: Pick<Slot, 'index' | 'isNumber'>): string {
    return `${isNumber ? 'n' : 'v'}${index}`
  }

  /** Whether a value, given by the text of its first use and of those behind it, is one of some constants. */
  isOneOf<T>(first: string, again: string, constants: readonly T[], literal: (constant: T) => string): string {
    if (constants.length === 0) return 'false'
    if (constants.length > COMPARED_MAX) return `k${this.sets.push(new Set(constants)) - 1}.has(${first})`
    return constants.map((each, at) => `${at === 0 ? first : again} === ${literal(each)}`).join(' || ')
  }

  temporary(): string {
    this.temporariesMax = Math.max(this.temporariesMax, ++this.temporaries)
    return `t${this.temporaries - 1}`
  }

  /** Says whether something was open in the join of that depth. */
  flag(depth: number): string {
    this.flagsMax = Math.max(this.flagsMax, depth + 1)
    return `q${depth}`
  }

  /** The next line may use the temporaries of the one before. */
  nextLine(): void {
    this.temporaries = 0
  }

  declarations(): string {
    const slots = [...this.slots.values()]
    const lines = [
      ...slots
        .filter(each => !each.isCertain)
        .map(({ index, isNumber }) => (isNumber ? `let s${index} = false, n${index} = NaN;` : `let v${index} = null;`)),
      ...Array.from({ length: this.temporariesMax }, (_, index) => `let t${index} = NaN;`),
      ...Array.from({ length: this.flagsMax }, (_, index) => `let q${index} = false;`),
      // Behind the others: what is certain may still load what is not.
      ...slots.filter(each => each.isCertain).map(each => `const ${this.again(each)} = ${each.load};`),
    ]
    return lines.join('\n')
  }

  private read(reader: Reader<From, unknown>): string {
    return `r${this.readers.push(reader) - 1}(from)`
  }

  private slot(key: unknown, isNumber: boolean, load: () => string): Slot {
    let slot = this.slots.get(key)
    if (slot === undefined) {
      const loaded = load()
      slot = { index: this.slots.size, isNumber, load: isNumber ? `+${loaded}` : loaded, isCertain: false }
      this.slots.set(key, slot)
    }
    return slot
  }
}
