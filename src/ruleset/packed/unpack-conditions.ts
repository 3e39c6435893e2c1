import type { Place } from '../../model/problem.ts'
import type { VelocityDefinition } from '../../velocity/plan.ts'
import { FUNCTIONS } from '../cel/functions.ts'
import { knownPattern } from '../cel/pattern.ts'
import { type Catalogue, catalogueNames } from '../cel/scope.ts'
import { childrenOf, type Name, type Slot, type Tree } from '../cel/tree.ts'
import { compileWhere } from '../compile-where.ts'
import type { DraftLine } from '../rule-draft.ts'
import type { Conditions, PackedConditions, PackedPlace } from './pack-conditions.ts'

type Spot = [start: number, end: number, ...PackedPlace]

/** As the JSON has it; what stands in it is put right in place, which costs a fifth of building it anew. */
interface PackedDraft {
  when: PackedLine[]
  unless?: PackedLine[]
  reason?: (string | { name: unknown })[]
  velocities?: unknown[]
  place?: unknown
}

interface PackedLine {
  tree: Tree
  place: unknown
  spots?: Spot[]
  placeAt?: DraftLine['placeAt']
}

/** The other way round: the conditions that were packed, with the names of this catalogue. */
export function unpackConditions<Packed extends Conditions>(text: string, catalogue: Catalogue): Packed {
  const { file, velocities, draft } = JSON.parse(text) as PackedConditions & { draft: PackedDraft }
  new Unpacking(file, velocities as Name[], catalogue).restore(draft)
  return draft as unknown as Packed
}

class Unpacking {
  private readonly file: string
  private readonly velocities: readonly Name[]
  private readonly facts: ReadonlyMap<string, Name>
  private readonly slots: Slot[] = []

  constructor(file: string, velocities: readonly Name[], catalogue: Catalogue) {
    this.file = file
    this.velocities = velocities
    this.facts = catalogueNames(catalogue)
    for (const velocity of velocities) if (velocity.kind === 'velocity') this.restoreWhere(velocity.definition)
  }

  restore(draft: PackedDraft): void {
    for (const line of draft.when) this.restoreLine(line)
    for (const line of draft.unless ?? []) this.restoreLine(line)
    for (const part of draft.reason ?? []) if (typeof part !== 'string') part.name = this.name(part.name)
    if (draft.velocities !== undefined) draft.velocities = draft.velocities.map(each => this.name(each))
    if (draft.place !== undefined) draft.place = this.place(draft.place as PackedPlace)
  }

  private restoreLine(line: PackedLine): void {
    this.restoreTree(line.tree)
    line.place = this.place(line.place as PackedPlace)
    const { spots = [] } = line
    delete line.spots
    line.placeAt = (start, end) => {
      const spot = spots.find(each => each[0] === start && each[1] === end)
      if (spot === undefined) throw new Error('only the places of numbers come with packed conditions')
      const [, , ...place] = spot
      return this.place(place)
    }
  }

  private restoreTree(tree: Tree): void {
    if (tree.op === 'name' || tree.op === 'has') tree.name = this.name(tree.name)
    else if (tree.op === 'constant') tree.value = constantOf(tree.value)
    else if (tree.op === 'matches') tree.pattern = knownPattern(tree.pattern as unknown as string)
    else if (tree.op === 'call') tree.function = FUNCTIONS[tree.function as unknown as number]!
    else if (tree.op === 'local' || tree.op === 'quantifier') tree.slot = this.slot(tree.slot as unknown as PackedSlot)
    for (const child of childrenOf(tree)) this.restoreTree(child)
  }

  private restoreWhere(definition: VelocityDefinition): void {
    const tree = definition.whereHolds as unknown as Tree | undefined
    if (tree === undefined) return
    this.restoreTree(tree)
    definition.whereHolds = compileWhere(tree)
  }

  private name(packed: unknown): Name {
    if (typeof packed === 'object') return packed as Name
    const name = typeof packed === 'string' ? this.facts.get(packed) : this.velocities[packed as number]
    if (name === undefined) throw new Error(`the name ${packed} was checked and is not known here`)
    return name
  }

  private slot({ at, name }: PackedSlot): Slot {
    this.slots[at] ??= { name, value: '' }
    return this.slots[at]
  }

  private place([line, column, endLine, endColumn]: PackedPlace): Place {
    return { file: this.file, line, column, endLine, endColumn }
  }
}

interface PackedSlot {
  at: number
  name: string
}

type Constant = (Tree & { op: 'constant' })['value']

function constantOf(packed: unknown): Constant {
  if (Array.isArray(packed)) return packed.map(constantOf) as unknown as Constant
  if (typeof packed === 'object') return Number((packed as { number: string }).number)
  return packed as Constant
}
