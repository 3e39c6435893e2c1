import type { DeclaredMetric } from './declared-metric.ts'

/** Metrics of `tripline intake`, part of the one table. */
export const INTAKE_METRICS = {
  intakeRequests: {
    type: 'counter',
    name: 'tripline_intake_requests_total',
    labels: ['gateway', 'result'],
    help: 'Requests of gateways by result: stored, ignored, refused, bad-signature, too-large, cut-off, outage, busy, not-found, failed.',
  },
  intakeSeconds: {
    type: 'histogram',
    name: 'tripline_intake_seconds',
    labels: [],
    help: 'From the head of a request to its answer, storing included.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
} as const satisfies Record<string, DeclaredMetric>
