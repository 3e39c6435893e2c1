/**
 * `npm run simulate -- --seeds N --first-seed K [--trace]`: runs the simulations of N seeds from K on; exit 1 and a line per
 * violation when one of them fails. With `--trace` every event is printed, for looking into one seed.
 */
import { parseArgs } from 'node:util'
import { simulate } from './simulation.ts'
import { Tally } from './tally.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    'first-seed': { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
  },
})
const firstSeed = Number(values['first-seed'])
const seeds = Number(values.seeds)
if (!Number.isSafeInteger(firstSeed) || !Number.isSafeInteger(seeds) || seeds < 1) {
  console.error('--seeds and --first-seed are whole numbers')
  process.exit(2)
}

const startedAtMs = performance.now()
const tally = new Tally()
for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
  const report = await simulate(seed, values.trace ? { print: console.log } : {})
  tally.add(report)
  for (const line of tally.failuresOf(report)) console.error(line)
}
console.log(tally.summary((performance.now() - startedAtMs) / 1000))
process.exit(tally.failed === 0 ? 0 : 1)
