import { readFileSync } from 'node:fs'
import { type Labels, readLabels } from '../../backtest/labels.ts'
import { fileFault } from '../file-fault.ts'

/** The labels of a file, or undefined once it was said what is wrong with them. */
export function labelsOf(path: string): Labels | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    console.error(`tripline: ${path} cannot be read: ${fileFault(error)}`)
    return undefined
  }
  const labels = readLabels(text)
  if (!Array.isArray(labels)) return labels as Labels
  for (const { line, message } of labels) console.error(`${path}:${line}: error[labels]: ${message}`)
  return undefined
}
