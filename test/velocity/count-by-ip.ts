import type { VelocityDefinition } from '../../src/velocity/plan.ts'

/** Payments from one address within an hour: what tests ask for where it does not matter what is asked. */
export const COUNT_BY_IP: VelocityDefinition = {
  fn: 'count',
  field: '',
  of: 'payments',
  by: ['ip'],
  window: { kind: 'sliding', ms: 3_600_000 },
  where: '',
  current: 'include',
}
