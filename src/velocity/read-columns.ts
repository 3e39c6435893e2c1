import type { VelocityPlan } from './plan.ts'
import { COUNTRY_COLUMNS, HASHED_COLUMNS } from './record.ts'

/** Columns of a record by their places in `HASHED_COLUMNS` and in `COUNTRY_COLUMNS`. */
export interface ReadColumns {
  hashed: readonly boolean[]
  countries: readonly boolean[]
}

/** For records that plans to come may read too. */
export const ALL_COLUMNS: ReadColumns = {
  hashed: HASHED_COLUMNS.map(() => true),
  countries: COUNTRY_COLUMNS.map(() => true),
}

/** What the velocities of a plan read of records, and what its logs are keyed by. */
export function columnsReadBy({ velocities, logs }: VelocityPlan): ReadColumns {
  const names = new Set<string>()
  for (const { by } of logs) for (const name of by) names.add(name)
  for (const { by, field, whereHolds } of velocities) {
    for (const name of [...by, field, ...(whereHolds?.reads ?? [])]) names.add(name)
  }
  const read = (name: string) => names.has(name)
  return { hashed: HASHED_COLUMNS.map(read), countries: COUNTRY_COLUMNS.map(read) }
}
