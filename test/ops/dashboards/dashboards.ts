import type { DashboardPlan } from './dashboard.ts'
import { DEAD_LETTERS } from './dead-letters.ts'
import { INTAKE } from './intake.ts'
import { OVERVIEW } from './overview.ts'
import { REVIEWS } from './reviews.ts'
import { RULES } from './rules.ts'
import { VELOCITY } from './velocity.ts'

/** Every page of ops/grafana/dashboards; `vitest -u` on the test beside this folder writes them. */
export const DASHBOARDS: readonly DashboardPlan[] = [OVERVIEW, RULES, REVIEWS, VELOCITY, DEAD_LETTERS, INTAKE]
