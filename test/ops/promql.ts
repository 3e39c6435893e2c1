import { parser } from '@prometheus-io/lezer-promql'

export interface Query {
  /** Text at which the query stops being PromQL. */
  errors: string[]
  metrics: string[]
  /** Labels that are selected by or grouped by. */
  labels: string[]
  /** Values of each label that the query asks for by name: `a|b` is two. */
  values: [label: string, value: string][]
}

/** What Grafana puts in place of its variables. */
export interface Filling {
  rateInterval: string
  range: string
  /** Of each variable; all of them unless said. */
  variables?: Record<string, string>
}

const FILLING: Filling = { rateInterval: '5m', range: '30m' }

export function fillIn(expression: string, { rateInterval, range, variables = {} }: Filling = FILLING): string {
  return expression
    .replaceAll('$__rate_interval', rateInterval)
    .replaceAll('$__range', range)
    .replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? '.*')
}

/** Reads a query with the grammar of Prometheus' own editor; variables of Grafana are filled in first. */
export function readQuery(expression: string): Query {
  const text = fillIn(expression)
  const query: Query = { errors: [], metrics: [], labels: [], values: [] }
  parser.parse(text).iterate({
    enter({ name, from, to, node }) {
      const found = text.slice(from, to)
      if (node.type.isError) query.errors.push(`${from}: ${text.slice(from, from + 20)}`)
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') query.metrics.push(found)
      if (name === 'LabelName') query.labels.push(found)
      if (name === 'UnquotedLabelMatcher') {
        const [, label = '', value = ''] = /^\s*(\w+)\s*(?:=~|!~|!=|=)\s*"(.*)"$/.exec(found) ?? []
        for (const each of value.split('|')) if (/^[\w-]+$/.test(each)) query.values.push([label, each])
      }
    },
  })
  return query
}

/** Each series that a query selects, as a query of its own: `tripline_payments_total{action="allow"}`. */
export function selectorsOf(expression: string): string[] {
  const text = fillIn(expression)
  const found = new Set<string>()
  parser.parse(text).iterate({
    enter({ name, from, to }) {
      if (name === 'VectorSelector') found.add(text.slice(from, to))
    },
  })
  return [...found]
}

/** The same with every comparison answering 0 or 1 in place of dropping series, and without looking into the past. */
export function withoutComparisons(expression: string): string {
  return expression.replace(/\s(==|>=|<=|>|<)\s/g, ' $1 bool ').replace(/ offset \w+/g, '')
}
