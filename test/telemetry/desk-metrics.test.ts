import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createDeskMetrics, DESK_METRICS, type OpenCases } from '../../src/telemetry/desk-metrics.ts'

const waiting = (part: Partial<OpenCases>): OpenCases => ({
  kind: 'payment',
  queue: 'general',
  priority: 'normal',
  open: 1,
  oldestAgeSeconds: 10,
  ...part,
})

test('what waits is asked for at each scrape, and ages are those of the oldest of any kind', async () => {
  const registry = new Registry()
  const metrics = createDeskMetrics(registry)
  let cases = [waiting({ open: 3 }), waiting({ kind: 'dispute', oldestAgeSeconds: 99 }), waiting({ priority: 'high' })]
  metrics.watchCases(async () => cases)
  const first = await registry.metrics()
  expect(first).toContain('tripline_cases_open{kind="payment",queue="general",priority="normal"} 3\n')
  expect(first).toContain('tripline_cases_open{kind="dispute",queue="general",priority="normal"} 1\n')
  expect(first).toContain('tripline_case_oldest_age_seconds{queue="general",priority="normal"} 99\n')
  expect(first).toContain('tripline_case_oldest_age_seconds{queue="general",priority="high"} 10\n')
  cases = [waiting({ open: 0, oldestAgeSeconds: 0 })]
  const second = await registry.metrics()
  expect(second).toContain('tripline_cases_open{kind="payment",queue="general",priority="normal"} 0\n')
  expect(second).not.toContain('dispute')
  expect(second).not.toContain('high')
})

test('resolutions and labels add up', async () => {
  const registry = new Registry()
  const metrics = createDeskMetrics(registry)
  for (const label of ['fraud', 'fraud', 'legit'] as const) {
    metrics.resolved({ kind: 'payment', queue: 'general', label })
    metrics.labelledHits('many-cards-one-ip', label)
  }
  const scraped = await registry.metrics()
  expect(scraped).toContain('tripline_cases_resolved_total{kind="payment",queue="general",label="fraud"} 2\n')
  expect(scraped).toContain('tripline_rule_labelled_hits_total{rule="many-cards-one-ip",label="legit"} 1\n')
})

test('what is declared is what is registered', async () => {
  const registry = new Registry()
  createDeskMetrics(registry)
  const registered = (await registry.getMetricsAsJSON()).map(({ name, type }) => `${name} ${type}`)
  expect(registered.sort()).toEqual(
    Object.values(DESK_METRICS)
      .map(({ name, type }) => `${name} ${type}`)
      .sort(),
  )
})
