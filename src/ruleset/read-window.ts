import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { WindowSpec } from '../velocity/plan.ts'
import { describeNode, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import { parseDuration } from './duration.ts'

const WINDOW_MS_MIN = 1000
const WINDOW_MS_MAX = 400 * 86_400_000
const EXAMPLES = 'write for example 5m, 1h, 7d, lifetime or calendar_day(Europe/Paris)'

export const WINDOW_SCHEMA = {
  type: 'string',
  pattern: '^([1-9]\\d*[smhd]|lifetime|calendar_(day|month)\\([A-Za-z0-9_+/-]+\\))$',
}

/** How far back a velocity looks. */
export function readWindow(node: YamlNode, problems: ProblemList): WindowSpec | undefined {
  const place = placeOf(node)
  if (node.kind !== 'scalar' || node.text.trim() === '') {
    problems.add('bad-window', place, `a window is a length of time, not ${describeNode(node)}`, {
      suggestion: EXAMPLES,
    })
    return undefined
  }
  const text = node.text.trim()
  if (text === 'lifetime') return { kind: 'lifetime' }
  const calendar = /^(calendar_day|calendar_month)\((.*)\)$/.exec(text)
  if (calendar !== null) {
    const timeZone = calendar[2]!.trim().replace(/^["']|["']$/g, '')
    if (isTimeZone(timeZone)) return { kind: calendar[1] as 'calendar_day' | 'calendar_month', timeZone }
    const meant = didYouMean(timeZone, Intl.supportedValuesOf('timeZone'))
    problems.add('unknown-timezone', place, `no time zone is called \`${timeZone}\``, {
      suggestion: meant === undefined ? 'write for example Europe/Paris, or UTC' : `did you mean \`${meant}\`?`,
    })
    return undefined
  }
  const ms = parseDuration(text)
  if (ms === undefined) {
    const digits = /^\d+$/.test(text)
    problems.add('bad-window', place, `\`${text}\` is no length of time`, {
      suggestion: digits ? `say the unit: ${text}s, ${text}m, ${text}h or ${text}d` : EXAMPLES,
    })
    return undefined
  }
  if (ms >= WINDOW_MS_MIN && ms <= WINDOW_MS_MAX) return { kind: 'sliding', ms }
  problems.add('bad-window', place, `a window is from 1s to 400d, and this is \`${text}\``, {
    suggestion: 'for more than 400d write `lifetime`',
  })
  return undefined
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
