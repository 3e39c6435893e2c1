import { describe, expect, it } from 'vitest'
import { compile, evaluate, type Values } from './condition-fixture.ts'

const payment: Values = {
  amount: 80,
  usual: 20.5,
  count: 3,
  ip: '192.0.2.7',
  'ip.country': 'RO',
  name: 'Zoë 😀',
  tags: ['gift', 'jewelry'],
  disposable: false,
}

const cases: [string, boolean | undefined][] = [
  ['amount > 50', true],
  ['50 < amount', true],
  ['amount >= 80.0 && amount <= 80', true],
  ['7 / 2 == 3.5', true],
  ['amount % 3 == 2', true],
  ['-amount < 0', true],
  ['amount / (count - 3) > 1', undefined],
  ['amount / 0 > 1 || amount == 80', true],
  ['amount % 0 == 0', undefined],
  ['ip == "192.0.2.7" && ip.country == "RO"', true],
  ['card.country == "US"', undefined],
  ['!(card.country == "US")', undefined],
  ['card.country == "US" && amount < 0', false],
  ['amount < 0 && card.country == "US"', false],
  ['card.country == "US" || amount > 0', true],
  ['card.country == "US" || amount < 0', undefined],
  ['has(card.country)', false],
  ['has(ip) && has(ip.country)', true],
  ['!has(card.country) || card.country == "US"', true],
  ['card.country == "US" ? amount > 1 : amount > 2', undefined],
  ['disposable ? amount > 100 : amount > 50', true],
  ['disposable == false', true],
  ['size(name) == 5', true],
  ['name.size() == 5', true],
  ['size(tags) == 2', true],
  ['name.startsWith("Zo") && name.contains("ë") && name.endsWith("😀")', true],
  ['name.lowerAscii() == "zoë 😀"', true],
  ['name.matches("^Z.{2} .$")', true],
  ['name.matches("^o")', false],
  ['tags.exists(t, t == "gift")', true],
  ['tags.all(t, t.size() > 4)', false],
  ['tags.exists(t, t == card.country)', undefined],
  ['tags.exists(t, t == "gift" || t == card.country)', true],
  ['"gift" in tags', true],
  ['ip.country in ["RO", "NG"]', true],
  ['count in [1, 2, 3]', true],
  ['-count in [-3, 1]', true],
  ['ip in list("office")', true],
  ['min(amount, usual, 30) == 20.5 && max(1, count) == 3', true],
  ['abs(usual - amount) == 59.5', true],
  ['round(2.5) == 3 && round(-2.5) == -3 && round(20.4) == 20', true],
  ['ip + "!" == "192.0.2.7!"', true],
  ['["a", "b"].exists(x, ["b"].exists(y, y == x))', true],
]

describe('conditions', () => {
  it.each(cases)('%s is %s', (text, expected) => {
    expect(evaluate(text, payment)).toBe(expected)
  })

  it('know addresses in listed networks', () => {
    const asked = (ip: string) => evaluate('ip in list("office")', { ip })
    expect(['198.51.100.9', '198.51.101.9', '2001:db8:1::5', '2001:db9::1', 'office'].map(asked)).toEqual([
      true,
      false,
      true,
      false,
      false,
    ])
  })

  it('are unknown and never throw when everything is absent, whatever they ask', () => {
    for (const [text] of cases) {
      if (text.includes('has(') || /^\(?(-?\d|round|\[)/.test(text)) continue
      expect([text, evaluate(text, {})]).toEqual([text, undefined])
    }
  })
})

describe('mistakes in conditions', () => {
  it.each([
    ['amuont > 1', 'unknown-name', 'did you mean `amount`?'],
    ['ip.contry == "RO"', 'unknown-name', 'did you mean `ip.country`?'],
    ['Amount > 1', 'unknown-name', 'did you mean `amount`?'],
    ['country == "RO"', 'unknown-name', undefined],
    ['fresch', 'unknown-name', 'did you mean `fresh`?'],
    ['name.startwith("a")', 'unknown-function', 'did you mean `startsWith`?'],
    ['ip in list("ofice")', 'unknown-list', 'did you mean `office`?'],
    ['amount => 1', 'condition-syntax', 'write `==`'],
    ['amount > 1 AND amount < 5', 'condition-syntax', 'write `&&`'],
    ['not disposable', 'condition-syntax', undefined],
    ['amount > 1,000', 'condition-syntax', undefined],
    ['amount > 10k', 'condition-syntax', undefined],
    ['type(amount) == "int"', 'unknown-function', undefined],
    ['tags.map(t, t)', 'unknown-function', undefined],
    ['', 'condition-syntax', undefined],
  ])('%s: %s', (text, code, suggestion) => {
    const [problem] = compile(text).problems
    expect(problem?.code).toBe(code)
    if (suggestion !== undefined) expect(problem?.suggestion).toBe(suggestion)
  })

  it('are all reported, not only the first', () => {
    const { problems } = compile('amuont > 1 && contry == "x" && frob(amount) > 2')
    expect(problems.map(problem => problem.code)).toEqual(['unknown-name', 'unknown-name', 'unknown-function'])
  })
})
