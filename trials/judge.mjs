/**
 * @typedef {{ paymentId: string, merchantId?: string, occurredAt: string, action: string, hits: { rule: string }[], shadowHits?: { rule: string }[] }} Decision
 * @typedef {{ name: string, hits: number, labelled: number, right: number, precision: number | undefined, recall: number }} RuleRow
 * @typedef {{ name: string, payments: number, caught: number }} PatternRow
 */

/** A payment is known by its merchant and its id. @param {string | undefined} merchantId @param {string} id */
const nameOf = (merchantId, id) => JSON.stringify([merchantId ?? '', id])

/**
 * Holds decisions against the truth. A payment that came twice counts once; payments without a label count as scored and
 * flagged but in no precision and no recall.
 * @param {{ payments: { id: string, merchant?: { id?: string }, amount: string, currency: string }[], decisions: Decision[], labels: ReadonlyMap<string, string>, rates: Record<string, number>, from?: string | undefined }} run
 */
export function judge({ payments, decisions, labels, rates, from = '' }) {
  const amounts = new Map(
    payments.map(({ id, merchant, amount, currency }) => [nameOf(merchant?.id, id), Number(amount) * (rates[currency] ?? 0)]),
  )
  /** @param {Decision} decision */
  const keyOf = ({ merchantId, paymentId }) => nameOf(merchantId, paymentId)
  const once = [...new Map(decisions.map(decision => [keyOf(decision), decision])).values()]
  const judged = once.filter(({ occurredAt }) => occurredAt >= from)
  /** @param {string} id */
  const isFraud = id => labels.has(id) && labels.get(id) !== 'legit'
  const fraud = judged.filter(({ paymentId }) => isFraud(paymentId))
  const flagged = judged.filter(({ action }) => action !== 'allow')
  const labelledFlagged = flagged.filter(({ paymentId }) => labels.has(paymentId))
  const caught = fraud.filter(({ action }) => action !== 'allow')
  /** @param {Decision[]} some */
  const value = some => some.reduce((sum, decision) => sum + (amounts.get(keyOf(decision)) ?? 0), 0)
  return {
    scored: judged.length,
    labelled: judged.filter(({ paymentId }) => labels.has(paymentId)).length,
    fraud: fraud.length,
    flagged: flagged.length,
    blocked: judged.filter(({ action }) => action === 'block').length,
    labelledFlagged: labelledFlagged.length,
    caught: caught.length,
    fraudValueCaught: value(fraud) === 0 ? 0 : value(caught) / value(fraud),
    rules: ruleRows(judged, labels, isFraud, fraud.length),
    patterns: patternRows(fraud, labels),
  }
}

/**
 * @param {Decision[]} judged
 * @param {ReadonlyMap<string, string>} labels
 * @param {(id: string) => boolean} isFraud
 * @param {number} fraudCount
 * @returns {RuleRow[]}
 */
function ruleRows(judged, labels, isFraud, fraudCount) {
  /** @type {Map<string, string[]>} */
  const hit = new Map()
  for (const { paymentId, hits, shadowHits = [] } of judged) {
    for (const { rule } of [...hits, ...shadowHits]) {
      const ids = hit.get(rule)
      if (ids === undefined) hit.set(rule, [paymentId])
      else ids.push(paymentId)
    }
  }
  return [...hit]
    .map(([name, ids]) => {
      const labelled = ids.filter(id => labels.has(id)).length
      const right = ids.filter(isFraud).length
      const precision = labelled === 0 ? undefined : right / labelled
      return { name, hits: ids.length, labelled, right, precision, recall: fraudCount === 0 ? 0 : right / fraudCount }
    })
    .sort((a, b) => b.right - a.right || (a.name < b.name ? -1 : 1))
}

/**
 * @param {Decision[]} fraud
 * @param {ReadonlyMap<string, string>} labels
 * @returns {PatternRow[]}
 */
function patternRows(fraud, labels) {
  /** @type {Map<string, PatternRow>} */
  const rows = new Map()
  for (const { paymentId, action } of fraud) {
    const name = labels.get(paymentId) ?? ''
    const row = rows.get(name) ?? { name, payments: 0, caught: 0 }
    rows.set(name, row)
    row.payments++
    if (action !== 'allow') row.caught++
  }
  return [...rows.values()].sort((a, b) => b.payments - a.payments)
}
