import type { Place, Problem } from '../model/problem.ts'
import { PROBLEM_CODES, type ProblemCode } from './problem-codes.ts'

export type ProblemExtras = Pick<Problem, 'suggestion' | 'also' | 'notes'>

/** Collects what is wrong, so that one run of `tripline check` tells everything. */
export class ProblemList {
  readonly problems: Problem[] = []

  add(code: ProblemCode, place: Place, message: string, extras: ProblemExtras = {}): void {
    this.problems.push({ code, message, severity: PROBLEM_CODES[code].severity, place, ...extras })
  }

  get errorCount(): number {
    return this.problems.reduce((count, problem) => count + (problem.severity === 'error' ? 1 : 0), 0)
  }

  /** By file, then line, then column, so that the output does not depend on the order in which things were checked. */
  sorted(): Problem[] {
    const distinct = new Map(this.problems.map(each => [`${placeKey(each.place)} ${each.code} ${each.message}`, each]))
    return [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem)
  }
}

function placeKey(place: Place | undefined): string {
  if (place === undefined) return ''
  return `${place.file}\0${String(place.line).padStart(9)}${String(place.column).padStart(9)}`
}
