import type { Place } from '../../model/problem.ts'
import type { WherePredicate } from '../../velocity/plan.ts'
import { type ConditionFunction, FUNCTIONS } from '../cel/functions.ts'
import { numbersOf } from '../cel/numbers.ts'
import type { Pattern } from '../cel/pattern.ts'
import type { Name, Slot } from '../cel/tree.ts'
import { treeOfWhere } from '../compile-where.ts'
import type { DraftLine, RuleDraft } from '../rule-draft.ts'

/** A place without its file, which all places of one draft have in common. */
export type PackedPlace = [line: number, column: number, endLine: number, endColumn: number]

/** What conditions are packed with: a rule, or the lines of a queue. */
export type Conditions = Pick<RuleDraft, 'when'> & Partial<Omit<RuleDraft, 'when' | 'tests'>>

/** The draft of one file as JSON. `velocities` are those that its names mean, each once. */
export interface PackedConditions {
  file: string
  velocities: unknown[]
  draft: unknown
}

/**
 * Checked conditions as JSON that another thread turns into the same conditions with neither YAML nor CEL. Names of the
 * catalogue go by name, velocities and functions by number, patterns and `where` by what they were made from; a number that JSON
 * cannot write goes as `{ number: "Infinity" }`. The places that `placeAt` is asked for, those of numbers, go along.
 */
export function packConditions(conditions: Conditions): string {
  const packing = new Packing()
  const { when, unless, ...rest } = conditions
  const draft = packing.write({ ...rest, when: when.map(withSpots), unless: unless?.map(withSpots) })
  const file = JSON.stringify(conditions.place?.file ?? when[0]?.place.file ?? '')
  return `{"file":${file},"velocities":${packing.writeVelocities()},"draft":${draft}}`
}

function withSpots(line: DraftLine) {
  const spots = numbersOf(line.tree).map(({ start, end }) => [start, end, ...packPlace(line.placeAt(start, end))])
  return { ...line, spots }
}

function packPlace({ line, column, endLine, endColumn }: Place): PackedPlace {
  return [line, column, endLine, endColumn]
}

class Packing {
  private readonly velocities = new Map<Name, number>()
  private readonly slots = new Map<Slot, number>()

  write(value: unknown): string {
    return JSON.stringify(value, (key, each) => this.pack(key, each))
  }

  /** Last, because writing is what finds them. Their own conditions name facts only. */
  writeVelocities(): string {
    return this.write([...this.velocities.keys()])
  }

  private pack(key: string, value: unknown): unknown {
    if (typeof value === 'number') return packNumber(value)
    if (typeof value !== 'object' || value === null) return value
    switch (key) {
      case 'place':
        return packPlace(value as Place)
      case 'name':
        return this.packName(value as Name)
      case 'slot':
        return { at: numberIn(this.slots, value as Slot), name: (value as Slot).name }
      case 'function':
        return FUNCTIONS.indexOf(value as ConditionFunction)
      case 'pattern':
        return (value as Pattern).source
      case 'whereHolds':
        return treeOfWhere(value as WherePredicate)
      case 'velocities':
        return (value as readonly Name[]).map(name => this.packName(name))
      default:
        return value
    }
  }

  private packName(name: Name): unknown {
    if (name.kind === 'fact') return name.name
    return name.kind === 'velocity' ? numberIn(this.velocities, name) : name
  }
}

/** The number of something, the next one where it comes for the first time. */
function numberIn<T>(numbers: Map<T, number>, one: T): number {
  const number = numbers.get(one) ?? numbers.size
  numbers.set(one, number)
  return number
}

function packNumber(value: number): number | { number: string } {
  if (Object.is(value, -0)) return { number: '-0' }
  return Number.isFinite(value) ? value : { number: String(value) }
}
