/** Loaded only where the settings name a receiver: what OpenTelemetry weighs is paid by whoever uses it. */
import { type Link, ROOT_CONTEXT, SpanKind, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { BatchSummary, Stage } from '../pipeline-summary.ts'
import type { EventRecord, Output } from '../ports.ts'
import type { Log } from './log.ts'
import { reportingExporter } from './reporting-exporter.ts'

export interface Tracing {
  /** Makes a span of one batch, with one for each of its stages; costs nothing when the second has had its share. */
  batch(summary: BatchSummary): void
  /** Sends what is left, for at most a few seconds. */
  close(): Promise<void>
}

export interface TracingOptions {
  /** Where OTLP is taken over HTTP; `/v1/traces` is put behind it unless it is there. */
  url: string
  /** Name of this process. */
  instance: string
  log: Log
}

/** A busy stream has thousands of batches in a second, and the collector would drown; slow ones are told all the same. */
const BATCHES_PER_SECOND_MAX = 20
const SLOW_MS = 1_000
/** What the specification of OpenTelemetry lets a span have. */
const LINKS_MAX = 128
const CLOSE_MS_MAX = 3_000

export function openTracing({ url, instance, log }: TracingOptions): Tracing {
  const exporter = reportingExporter(new OTLPTraceExporter({ url: tracesUrl(url), timeoutMillis: CLOSE_MS_MAX }), log)
  const resource = resourceFromAttributes({ 'service.name': 'tripline', 'service.instance.id': instance })
  const processor = new BatchSpanProcessor(exporter, { exportTimeoutMillis: CLOSE_MS_MAX })
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] })
  const tracer = provider.getTracer('tripline')
  let [second, told] = [0, 0]
  return {
    batch(summary) {
      const now = Math.floor(summary.finishedAtMs / 1000)
      if (now !== second) [second, told] = [now, 0]
      const isSlow = endMs(summary) - beganMs(summary) >= SLOW_MS
      if (!isSlow && told >= BATCHES_PER_SECOND_MAX) return
      told++
      makeSpans(tracer, summary)
    },
    close: () => provider.shutdown().catch(() => undefined), // what could not be sent was told by the exporter
  }
}

function makeSpans(tracer: Tracer, summary: BatchSummary): void {
  const { records, actions, rejections, ruleset } = summary
  const root = tracer.startSpan(
    'batch',
    {
      kind: SpanKind.CONSUMER,
      startTime: beganMs(summary),
      links: linksOf(summary.outputs),
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'process',
        'messaging.batch.message_count': records.length,
        'tripline.records': rangesOf(records),
        'tripline.ruleset': ruleset,
        'tripline.flagged': actions.review + actions.block,
        'tripline.dead_letters': [...rejections.values()].reduce((sum, count) => sum + count, 0),
      },
    },
    ROOT_CONTEXT,
  )
  const inside = trace.setSpan(ROOT_CONTEXT, root)
  for (const [stage, startTime] of Object.entries(summary.stageBeganMs) as [Stage, number][]) {
    const span = tracer.startSpan(stage, { startTime }, inside)
    span.end(startTime + summary.stageSeconds[stage] * 1000)
  }
  root.end(endMs(summary))
}

/** To the traces of what was flagged or refused, so that a case leads to the batch that made it. */
function linksOf(outputs: readonly Output[]): Link[] {
  const links: Link[] = []
  for (const { topic, headers } of outputs) {
    if (links.length >= LINKS_MAX) break
    const [, traceId, spanId, flags] = headers?.traceparent?.split('-') ?? []
    if (topic === 'decisions' || traceId === undefined || spanId === undefined) continue
    const traceFlags = Number.parseInt(flags ?? '0', 16)
    links.push({ context: { traceId, spanId, traceFlags, isRemote: true }, attributes: { 'tripline.topic': topic } })
  }
  return links
}

/** `payments/3/100-163`: from the first to the last, by partition. */
function rangesOf(records: readonly EventRecord[]): string[] {
  const ranges = new Map<string, { first: bigint; last: bigint }>()
  for (const { topic, partition, offset } of records) {
    const name = `${topic}/${partition}`
    const range = ranges.get(name)
    if (range === undefined) ranges.set(name, { first: offset, last: offset })
    else range.last = offset
  }
  return [...ranges].map(([name, { first, last }]) => `${name}/${first}-${last}`)
}

function beganMs({ stageBeganMs, finishedAtMs }: BatchSummary): number {
  return Math.min(finishedAtMs, ...Object.values(stageBeganMs))
}

/** The clock of the pipeline has no fractions, so the last stage may seem to end after the batch. */
function endMs({ stageBeganMs, stageSeconds, finishedAtMs }: BatchSummary): number {
  const { commit = finishedAtMs } = stageBeganMs
  return Math.max(finishedAtMs, commit + stageSeconds.commit * 1000)
}

function tracesUrl(url: string): string {
  const given = url.replace(/\/+$/, '')
  return given.endsWith('/v1/traces') ? given : `${given}/v1/traces`
}
