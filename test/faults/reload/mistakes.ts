/** The rule that is changed and spoilt. */
export const LARGE_ORDER = 'large-order/large-order.yaml'

/** One way to spoil a rules folder: paths with their new text, undefined for a file that is gone. */
export interface Mistake {
  name: string
  files: Readonly<Record<string, string | Buffer | undefined>>
}

/** Twenty of them, made from the texts of a good ruleset; each must be refused. */
export function mistakesOf(good: ReadonlyMap<string, string>): Mistake[] {
  const rule = good.get(LARGE_ORDER)!
  const policy = good.get('policy.yaml')!
  const inRule = (name: string, from: string, to: string): Mistake => {
    if (!rule.includes(from)) throw new Error(`${LARGE_ORDER} has no \`${from}\``)
    return { name, files: { [LARGE_ORDER]: rule.replace(from, to) } }
  }
  const when = 'when:\n  - amount >= 600'
  const velocity = (text: string) => inRule('a bad velocity', when, `velocity:\n  n: { ${text} }\n${when}\n  - n > 1`)
  return [
    inRule('a name that does not exist', 'amount >= 600', 'amuont >= 600'),
    inRule('a condition that ends early', 'amount >= 600', 'amount >='),
    inRule('values of two kinds', 'amount >= 600', 'amount >= "600"'),
    inRule('a list that does not exist', 'amount >= 600', 'ip in list("nowhere")'),
    inRule('a pattern that RE2 refuses', 'amount >= 600', 'customer.name.matches(r"(a)\\1")'),
    inRule('a score that is no number', 'score: ', 'score: .nan # '),
    inRule('a key that is not known', 'score: ', 'weight: 3\nscore: '),
    inRule('a key twice', 'score: ', 'score: 30\nscore: '),
    inRule('a mode that does not exist', 'mode: live', 'mode: on'),
    inRule('a tab', '  - amount >= 600', '\t- amount >= 600'),
    inRule('an alias', 'owner: payments-risk', 'owner: &o payments-risk'),
    inRule('a reason with a lone brace', '{currency}', '{currency'),
    inRule('another name than its file', 'rule: large-order', 'rule: larger-order'),
    velocity('count: payments, by: ip, window: 0s'),
    velocity('count: payments, by: ip, window: ten minutes'),
    { name: 'a file that was cut', files: { [LARGE_ORDER]: rule.slice(0, rule.indexOf('score:')) } },
    { name: 'an empty file', files: { [LARGE_ORDER]: '' } },
    { name: 'a file that is no text', files: { [LARGE_ORDER]: Buffer.from([0xff, 0xfe, 0x00, 0x80]) } },
    { name: 'a policy that is gone', files: { 'policy.yaml': undefined } },
    {
      name: 'a block threshold below review',
      files: { 'policy.yaml': policy.replace(/review: \d+/, 'review: 500'), 'second/large-order.yaml': rule },
    },
  ]
}
