/** What one dashboard shows; `dashboardJson` turns it into the model that Grafana reads. */
export interface DashboardPlan {
  /** File name and, behind `tripline-`, the identifier of its address. */
  name: string
  title: string
  description: string
  variables: readonly Variable[]
  rows: readonly { title: string; panels: readonly PanelPlan[] }[]
}

/** A choice at the top of the page, filled from the values of a label; several may be chosen, or all. */
export interface Variable {
  name: string
  label: string
  /** `label_values(SERIES, LABEL)`. */
  query: string
}

export interface PanelPlan {
  type: 'stat' | 'timeseries' | 'bargauge'
  title: string
  /** What an operator learns from it. */
  description: string
  unit: 'short' | 's' | 'bytes' | 'Bps' | 'percentunit' | 'ops' | 'reqps' | 'cpm' | 'none'
  queries: readonly Query[]
  isStacked?: boolean
  /** Shows the name of the series in place of its value. */
  showsName?: boolean
  /** Colours from these values on; green below. */
  warnFrom?: number
  alarmFrom?: number
}

export interface Query {
  expr: string
  /** `{{label}}` stands for a label of the series. */
  legend?: string
}

export const INSTANCE: Variable = {
  name: 'instance',
  label: 'Process',
  query: 'label_values(tripline_ruleset_info, instance)',
}

const COLUMNS = 24
const SIZES = { stat: { w: 4, h: 4 }, timeseries: { w: 8, h: 8 }, bargauge: { w: 8, h: 8 } } as const
const DATASOURCE = { type: 'prometheus', uid: 'prometheus' }

/** On every page, because both explain a step in any figure. */
const ANNOTATIONS = [
  {
    name: 'New ruleset',
    iconColor: 'blue',
    expr: '(max by (hash) (tripline_ruleset_info)) unless (max by (hash) (tripline_ruleset_info offset 1m))',
    titleFormat: 'Ruleset {{hash}}',
  },
  {
    name: 'Rules refused',
    iconColor: 'orange',
    expr: 'max by (instance) (tripline_ruleset_refused) == 1',
    titleFormat: '{{instance}} refuses the rule files',
  },
  {
    name: 'Outage',
    iconColor: 'red',
    expr: 'max by (dependency) (tripline_outage_active) == 1',
    titleFormat: '{{dependency}} is down',
  },
]

/** The text of the file: JSON with two spaces. */
export function dashboardJson({ name, title, description, variables, rows }: DashboardPlan): string {
  const model = {
    uid: `tripline-${name}`,
    title,
    description,
    tags: ['tripline'],
    timezone: '',
    editable: false,
    graphTooltip: 1,
    schemaVersion: 39,
    version: 1,
    refresh: '5s',
    time: { from: 'now-30m', to: 'now' },
    timepicker: {},
    templating: { list: variables.map(variableModel) },
    annotations: {
      list: ANNOTATIONS.map(each => ({ ...each, datasource: DATASOURCE, enable: true, step: '30s' })),
    },
    links: [
      {
        type: 'dashboards',
        tags: ['tripline'],
        title: 'Tripline',
        asDropdown: false,
        keepTime: true,
        includeVars: true,
      },
    ],
    panels: layOut(rows),
  }
  return `${JSON.stringify(model, null, 2)}\n`
}

function variableModel({ name, label, query }: Variable): object {
  return {
    name,
    label,
    type: 'query',
    datasource: DATASOURCE,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { selected: true, text: ['All'], value: ['$__all'] },
  }
}

/** From left to right, and on to a new line where the page ends. */
function layOut(rows: DashboardPlan['rows']): object[] {
  const models: object[] = []
  let top = 0
  for (const { title, panels } of rows) {
    const gridPos = { h: 1, w: COLUMNS, x: 0, y: top++ }
    models.push({ id: models.length + 1, type: 'row', title, collapsed: false, panels: [], gridPos })
    let [left, height] = [0, 0]
    for (const panel of panels) {
      const { w, h } = SIZES[panel.type]
      if (left + w > COLUMNS) [left, top, height] = [0, top + height, 0]
      models.push(panelModel(panel, models.length + 1, { h, w, x: left, y: top }))
      left += w
      height = Math.max(height, h)
    }
    top += height
  }
  return models
}

function panelModel(panel: PanelPlan, id: number, gridPos: object): object {
  const { type, title, description, unit, queries } = panel
  const targets = queries.map(({ expr, legend = '' }, index) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + index),
    datasource: DATASOURCE,
    expr,
    legendFormat: legend,
    ...(type === 'timeseries' ? {} : { instant: true }),
  }))
  const drawn = type === 'timeseries' ? { min: 0, custom: lines(panel) } : { thresholds: thresholds(panel) }
  const fieldConfig = { defaults: { unit, ...drawn }, overrides: [] }
  return {
    id,
    type,
    title,
    description,
    datasource: DATASOURCE,
    gridPos,
    targets,
    fieldConfig,
    options: options(panel),
  }
}

function lines({ isStacked = false }: PanelPlan): object {
  return {
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: isStacked ? 30 : 0,
    showPoints: 'never',
    stacking: { mode: isStacked ? 'normal' : 'none', group: 'A' },
  }
}

function thresholds({ warnFrom, alarmFrom }: PanelPlan): object {
  const steps: { color: string; value: number | null }[] = [{ color: 'green', value: null }]
  if (warnFrom !== undefined) steps.push({ color: 'orange', value: warnFrom })
  if (alarmFrom !== undefined) steps.push({ color: 'red', value: alarmFrom })
  return { mode: 'absolute', steps }
}

function options({ type, showsName = false }: PanelPlan): object {
  const reduceOptions = { calcs: ['lastNotNull'], fields: '', values: false }
  if (type === 'bargauge') {
    return { reduceOptions, orientation: 'horizontal', displayMode: 'basic', valueMode: 'color', showUnfilled: true }
  }
  if (type === 'stat') {
    const textMode = showsName ? 'name' : 'value'
    const look = { colorMode: 'value', graphMode: 'none', justifyMode: 'auto', orientation: 'auto' }
    return { reduceOptions, textMode, ...look }
  }
  const legend = { displayMode: 'list', placement: 'bottom', showLegend: true }
  return { legend, tooltip: { mode: 'multi', sort: 'desc' } }
}
