import type { BacktestReport } from '../../backtest/report.ts'

export function backtestPage(report: BacktestReport): string {
  return JSON.stringify(report)
}
