import type { Problem } from '../model/problem.ts'
import type { Written } from './setting.ts'
import type { SettingName } from './table.ts'

export type SettingSource = 'environment' | 'file'

/** One setting as a person gave it, with where it stands. */
export interface Given {
  name: SettingName
  written: Written
  source: SettingSource
  /** Where a problem with it is said to be: the variable, or the place in the file. */
  at: Pick<Problem, 'field' | 'place'>
}

export interface Collected {
  given: Given[]
  problems: Problem[]
}
