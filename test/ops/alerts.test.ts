/** Every alert says how urgent it is and has its section in the runbook; every section has its alert. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ALERT_TESTS, alerts } from './dashboard-files.ts'

const runbook = readFileSync('docs/runbook.md', 'utf8')
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section] as const),
)
const tries = ALERT_TESTS.flatMap(file => {
  const { tests } = parse(readFileSync(file, 'utf8')) as {
    tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[]
  }
  return tests.flatMap(({ alert_rule_test }) => alert_rule_test)
})

test('alerts have names of their own', () => {
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
})

test('every section about an alert has its alert', () => {
  const named = [...sections.keys()].filter(title => title.startsWith('Tripline'))
  expect(named.sort()).toEqual(alerts.map(({ alert }) => alert).sort())
})

describe.each(alerts)('$alert', ({ alert, labels, annotations }) => {
  test('says how urgent it is, what is wrong, where to look, and where the rest stands', () => {
    expect(['page', 'ticket']).toContain(labels.severity)
    expect(annotations.summary).toBeTruthy()
    expect(annotations.look).toBeTruthy()
    expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`)
  })

  test('its section says what it means, what to look at, what to do and when to wake someone', () => {
    const section = sections.get(alert) ?? ''
    for (const part of ['Means', 'Look', 'Do', 'Wake']) expect(section).toContain(`**${part}.**`)
    expect(section).toContain('```')
  })

  test('is tried in both ways: it fires, and it keeps quiet', () => {
    const fires = tries.filter(({ alertname }) => alertname === alert).map(each => each.exp_alerts.length > 0)
    expect(new Set(fires)).toEqual(new Set([true, false]))
  })
})
