/**
 * `npm run simulate -- --seeds N --first-seed K [--failovers] [--trace]`: runs the simulations of N seeds from K on; exit 1 and a line per
 * violation when one of them fails. With `--trace` every event is printed, for looking into one seed; with
 * `--failovers` Redis falls back again and again and little else goes wrong.
 */
import { parseArgs } from 'node:util'
import { MOSTLY_FAILOVERS } from './faults.ts'
import { simulate } from './simulation.ts'
import { Tally } from './tally.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    'first-seed': { type: 'string', default: '1' },
    failovers: { type: 'boolean', default: false },
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
const faults = values.failovers ? MOSTLY_FAILOVERS : {}
const tally = new Tally(values.failovers ? ' --failovers' : '')
for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
  const report = await simulate(seed, { faults, ...(values.trace ? { print: console.log } : {}) })
  tally.add(report)
  for (const line of tally.failuresOf(report)) console.error(line)
}
console.log(tally.summary((performance.now() - startedAtMs) / 1000))
process.exit(tally.failed === 0 ? 0 : 1)
