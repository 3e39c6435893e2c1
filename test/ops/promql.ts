import { parser } from '@prometheus-io/lezer-promql'

export interface Query {
  /** Text at which the query stops being PromQL. */
  errors: string[]
  metrics: string[]
  /** Labels that are selected by or grouped by. */
  labels: string[]
}

/** Reads a query with the grammar of Prometheus' own editor; variables of Grafana are filled in first. */
export function readQuery(expression: string): Query {
  const text = expression.replaceAll('$__rate_interval', '5m')
  const query: Query = { errors: [], metrics: [], labels: [] }
  parser.parse(text).iterate({
    enter({ name, from, to, node }) {
      const found = text.slice(from, to)
      if (node.type.isError) query.errors.push(`${from}: ${text.slice(from, from + 20)}`)
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') query.metrics.push(found)
      if (name === 'LabelName') query.labels.push(found)
    },
  })
  return query
}
