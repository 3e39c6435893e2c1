/** One row of the file: what a column holds, as text, or undefined when it is empty or not there. */
export interface Row {
  /** Line of the file on which the row begins, from 1. */
  line: number
  get(column: string): string | undefined
}

/** A row that cannot be read or mapped. */
export interface RowProblem {
  line: number
  code: string
  /** The payment field or column that it is about. */
  field?: string
  message: string
}

export function isRowProblem(row: Row | RowProblem): row is RowProblem {
  return 'code' in row
}
