import type { DecisionSink, Output, OutputTopic } from '../ports.ts'
import { LineWriter } from './line-writer.ts'

/** A path or `-` for standard output, per kind of output. Several kinds may share one. A kind without a path is not written. */
export interface FileSinkOptions {
  decisions?: string
  reviews?: string
  deadLetters?: string
  /** Called once when the reader of standard output has gone (`| head`); what follows is let go of. */
  onReaderGone?: () => void
}

/** One line per output, in the order given. Keys and headers are not written: the value names its payment itself. */
export function createFileSink({ decisions, reviews, deadLetters, onReaderGone }: FileSinkOptions): DecisionSink {
  const paths: Partial<Record<OutputTopic, string | undefined>> = { decisions, reviews, 'dead-letters': deadLetters }
  const writers = new Map<string, LineWriter>()
  for (const path of Object.values(paths)) {
    if (path !== undefined && !writers.has(path))
      writers.set(path, new LineWriter(path, onReaderGone ?? (() => undefined)))
  }

  return {
    async emit(outputs: Output[]) {
      const texts = new Map<string, string>()
      for (const { topic, value } of outputs) {
        const path = paths[topic]
        if (path !== undefined) texts.set(path, `${texts.get(path) ?? ''}${value}\n`)
      }
      await Promise.all([...texts].map(([path, text]) => writers.get(path)!.write(text)))
    },
    async close() {
      await Promise.all([...writers.values()].map(writer => writer.close()))
    },
  }
}
