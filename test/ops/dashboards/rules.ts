import { type DashboardPlan, INSTANCE } from './dashboard.ts'

const RULE = 'rule=~"$rule"'
const OF = `instance=~"$instance"`
const perMinute = (metric: string, more: string, by: string) =>
  `sum by (${by}) (rate(${metric}{${more}${OF}}[$__rate_interval])) * 60`
const shown = (metric: string, more: string, by: string) => `sum by (${by}) (increase(${metric}{${more}}[$__range]))`
/** Rules that are live now; one that is not keeps its series until the process ends. */
const isLive = `and on (rule) (max by (rule) (tripline_rule_info{mode="live",${OF}}) == 1)`
const hitsIn = (window: string) =>
  `sum by (rule) (rate(tripline_rule_hits_total{mode="live",${RULE},${OF}}[${window}]))`

/** What each rule does, whether it is right, and which have changed their ways. */
export const RULES: DashboardPlan = {
  name: 'rules',
  title: 'Tripline: rules',
  description: 'What each rule does, whether it is right, and which have gone silent or wild.',
  variables: [INSTANCE, { name: 'rule', label: 'Rule', query: 'label_values(tripline_rule_hits_total, rule)' }],
  rows: [
    {
      title: 'In force',
      panels: [
        {
          type: 'stat',
          title: 'Live rules',
          description: 'Rules that add to scores and act.',
          unit: 'short',
          queries: [{ expr: `max(tripline_ruleset_rules{mode="live",${OF}})` }],
        },
        {
          type: 'stat',
          title: 'Shadow rules',
          description: 'Rules that are watched and do not act.',
          unit: 'short',
          queries: [{ expr: `max(tripline_ruleset_rules{mode="shadow",${OF}})` }],
        },
        {
          type: 'stat',
          title: 'Rulesets',
          description: 'More than one for longer than a deployment: processes decide by different rules.',
          unit: 'short',
          queries: [{ expr: `count(count by (hash) (tripline_ruleset_info{${OF}}))` }],
          warnFrom: 2,
        },
        {
          type: 'stat',
          title: 'Ruleset',
          description: 'The hash that decisions carry.',
          unit: 'none',
          queries: [{ expr: `max by (hash) (tripline_ruleset_info{${OF}})`, legend: '{{hash}}' }],
          showsName: true,
        },
        {
          type: 'stat',
          title: 'Refused',
          description: 'Processes that see rule files with a mistake and go on with the rules from before.',
          unit: 'short',
          queries: [{ expr: `sum(tripline_ruleset_refused{${OF}})` }],
          warnFrom: 1,
        },
        {
          type: 'stat',
          title: 'Live rules without a hit',
          description: 'In the time shown. Some are silent for good reason: what they look for is rare.',
          unit: 'short',
          queries: [
            {
              expr: `count(${shown('tripline_rule_hits_total', `mode="live",${RULE},${OF}`, 'rule')} == 0 ${isLive}) or vector(0)`,
            },
          ],
        },
      ],
    },
    {
      title: 'Why payments are flagged',
      panels: [
        {
          type: 'bargauge',
          title: 'Top reasons',
          description: 'Live rules that hit in decisions to review or block, in the time shown.',
          unit: 'short',
          queries: [
            {
              expr: `topk(15, ${shown('tripline_rule_flags_total', `${RULE},${OF}`, 'rule')})`,
              legend: '{{rule}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Hits per minute by live rule',
          description: 'A step without a new ruleset is fraud, a sale or a broken field.',
          unit: 'cpm',
          queries: [
            {
              expr: `topk(15, ${perMinute('tripline_rule_hits_total', `mode="live",${RULE},`, 'rule')})`,
              legend: '{{rule}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Hits per minute by shadow rule',
          description: 'What these rules would have added, were they live.',
          unit: 'cpm',
          queries: [
            {
              expr: `topk(15, ${perMinute('tripline_rule_hits_total', `mode="shadow",${RULE},`, 'rule')})`,
              legend: '{{rule}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Flagging hits per minute by action',
          description: 'Hits of live rules in decisions to review or to block.',
          unit: 'cpm',
          queries: [{ expr: perMinute('tripline_rule_flags_total', `${RULE},`, 'action'), legend: '{{action}}' }],
        },
        {
          type: 'timeseries',
          title: 'Undecided for want of a value, per minute',
          description: 'A rule that suddenly cannot be judged: a producer has stopped sending a field.',
          unit: 'cpm',
          queries: [
            {
              expr: `topk(15, ${perMinute('tripline_rule_unknown_total', `${RULE},`, 'rule')})`,
              legend: '{{rule}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'On lists and snoozed, per minute',
          description: 'Payments that lists decided, and hits that a snooze silenced.',
          unit: 'cpm',
          queries: [
            { expr: `topk(10, ${perMinute('tripline_list_matches_total', '', 'list')})`, legend: 'list {{list}}' },
            {
              expr: `topk(10, ${perMinute('tripline_snoozed_hits_total', `${RULE},`, 'rule')})`,
              legend: 'snoozed {{rule}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Changed their ways',
      panels: [
        {
          type: 'bargauge',
          title: 'Spiking rules',
          description:
            'Hits of the last quarter of an hour as a multiple of those of the last day; the alert asks for 5.',
          unit: 'short',
          queries: [{ expr: `topk(10, ${hitsIn('15m')} / (${hitsIn('1d')} > 0))`, legend: '{{rule}}' }],
          warnFrom: 3,
          alarmFrom: 5,
        },
        {
          type: 'bargauge',
          title: 'Falling silent',
          description: 'Hits of the last hour as a share of those of the last day, the lowest first; 0 is silence.',
          unit: 'percentunit',
          queries: [{ expr: `bottomk(10, ${hitsIn('1h')} / (${hitsIn('1d')} > 0) ${isLive})`, legend: '{{rule}}' }],
        },
        {
          type: 'timeseries',
          title: 'Rules in force',
          description: 'Rules by mode, and rule files that were read again.',
          unit: 'short',
          queries: [
            { expr: `max by (mode) (tripline_ruleset_rules{${OF}})`, legend: '{{mode}}' },
            {
              expr: `sum by (result) (increase(tripline_ruleset_reloads_total{${OF}}[$__rate_interval]))`,
              legend: 'reloads {{result}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Are they right',
      panels: [
        {
          type: 'bargauge',
          title: 'Precision by rule, lowest',
          description: 'Of its labelled hits in the time shown, how many were fraud. Empty until the desk has labels.',
          unit: 'percentunit',
          queries: [
            {
              expr: `bottomk(15, ${shown('tripline_rule_labelled_hits_total', `label="fraud",${RULE}`, 'rule')} / (${shown('tripline_rule_labelled_hits_total', `label=~"fraud|legit",${RULE}`, 'rule')} > 0))`,
              legend: '{{rule}}',
            },
          ],
        },
        {
          type: 'bargauge',
          title: 'Good payments hit',
          description: 'Labelled legit, by rule, in the time shown: each is a customer who was kept waiting.',
          unit: 'short',
          queries: [
            {
              expr: `topk(15, ${shown('tripline_rule_labelled_hits_total', `label="legit",${RULE}`, 'rule')})`,
              legend: '{{rule}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Labelled hits per hour by label',
          description: 'Labels come from resolutions at the desk and from outcomes, hours to months later.',
          unit: 'short',
          queries: [
            {
              expr: `sum by (label) (rate(tripline_rule_labelled_hits_total{${RULE}}[$__rate_interval])) * 3600`,
              legend: '{{label}}',
            },
          ],
        },
      ],
    },
  ],
}
