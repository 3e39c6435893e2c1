import { type DestinationStream, destination, pino } from 'pino'
import { redactFields, redactText } from './redact.ts'

/**
 * Levels say who must act: `error`, act now or data is lost; `warn`, look today; `info`, what an operator wants to have
 * read after an incident; `debug`, for whoever works on the code. Nothing is logged per payment above `debug`.
 */
export interface Log {
  error(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
}

/** Facts of one line by name, units last (`waitedMs`). An error stands under `error`. */
export type LogFields = Readonly<Record<string, unknown>>

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** JSON lines on stderr, because stdout may carry decisions. Secrets and card holders' data are blanked in every line. */
export function createLog(level: LogLevel, to: DestinationStream = destination({ fd: 2, sync: true })): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: label => ({ level: label }) },
    },
    to,
  )
  const write = (at: keyof Log) => (message: string, fields?: LogFields) => {
    if (!logger.isLevelEnabled(at)) return
    logger[at](fields === undefined ? {} : redactFields(fields), redactText(message))
  }
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') }
}

export interface LogLine {
  level: keyof Log
  message: string
  fields: Record<string, unknown>
}

/** A log that keeps its lines, for tests and for commands that print them in their own way. Blanks as the real one does. */
export function collectingLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const write =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message: redactText(message), fields: redactFields(fields) })
    }
  return { lines, error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') }
}
