import type { SweepReport } from '../../backtest/report.ts'
import { count, percent, perDay } from '../page/figures.ts'
import { table } from '../table.ts'

/** One line for each value; an arrow marks the number as it stands. */
export function sweepText({ rule, mode, line, list, current, points }: SweepReport, isLabelled: boolean): string {
  const judged = isLabelled ? ['precision', 'recall', 'all: precision', 'all: recall'] : []
  const text = table(
    [`${list} of ${rule}`, 'hits', ...judged, 'reviews a day', 'blocks a day'],
    points.map(({ value, line: text, hits, precision, recall, overall }) => [
      `${value === current ? '→' : ' '} ${text}`,
      count(hits.payments),
      ...(isLabelled ? [percent(precision), percent(recall), percent(overall.precision), percent(overall.recall)] : []),
      perDay(overall.reviewsPerDay),
      perDay(overall.blocksPerDay),
    ]),
  )
  return mode === 'live' ? text : `${text}\nThe rule is in shadow, so ${line} changes no action whatever the number.`
}
