import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Log } from './log.ts'

/** Says once that spans cannot be delivered, and once that they can again; nobody waits for them and none is kept. */
export function reportingExporter(exporter: SpanExporter, log: Log): SpanExporter {
  let isDown = false
  return {
    export(spans: ReadableSpan[], done) {
      exporter.export(spans, result => {
        const { error } = result
        if (error !== undefined && !isDown) {
          log.warn('spans cannot be delivered and are dropped; payments go on', { reason: error.message })
        }
        if (error === undefined && isDown) log.info('spans are delivered again')
        isDown = error !== undefined
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}
