import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'

export interface Panel {
  id: number
  type: string
  title: string
  description?: string
  datasource?: { uid: string }
  targets?: { refId: string; expr: string; legendFormat: string; instant?: boolean; datasource: { uid: string } }[]
  gridPos: { x: number; y: number; w: number; h: number }
  fieldConfig?: { defaults: { unit?: string } }
}

export interface Dashboard {
  uid: string
  title: string
  schemaVersion: number
  panels: Panel[]
  templating: { list: { name: string; type: string; query: { query: string }; datasource: { uid: string } }[] }
  annotations: { list: { name: string; expr: string; datasource: { uid: string } }[] }
}

export interface Alert {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: Record<string, string>
}

/** One query that Grafana or Prometheus would run, with where it stands. */
export interface OpsQuery {
  where: string
  expr: string
  /** Asked for one moment; else over the time shown. */
  isInstant: boolean
}

const FOLDER = 'ops/grafana/dashboards'

/** By file name, as they are on disk: what is run is what is tested. */
export const dashboards: ReadonlyMap<string, Dashboard> = new Map(
  readdirSync(FOLDER)
    .sort()
    .map(file => [file, JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Dashboard]),
)

export const alerts: readonly Alert[] = (
  parse(readFileSync('ops/prometheus/alerts.yml', 'utf8')) as { groups: { rules: Alert[] }[] }
).groups.flatMap(({ rules }) => rules)

export const graphsOf = ({ panels }: Dashboard): Panel[] => panels.filter(({ type }) => type !== 'row')

export const dashboardQueries: readonly OpsQuery[] = [...dashboards].flatMap(([file, dashboard]) => [
  ...graphsOf(dashboard).flatMap(({ title, targets = [] }) =>
    targets.map(({ refId, expr, instant = false }) => ({
      where: `${file}: ${title} ${refId}`,
      expr,
      isInstant: instant,
    })),
  ),
  ...dashboard.annotations.list.map(({ name, expr }) => ({ where: `${file}: ${name}`, expr, isInstant: false })),
])

export const alertQueries: readonly OpsQuery[] = alerts.map(({ alert, expr }) => ({
  where: alert,
  expr,
  isInstant: true,
}))

/** What promtool runs: when each alert fires, and when it keeps quiet. */
export const ALERT_TESTS = ['test/ops/alerts.promtool.yml', 'test/ops/alerts-over-days.promtool.yml']
