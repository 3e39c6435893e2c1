import { describe, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import { survivesComings } from './workers/comings.ts'
import { survivesFreezes } from './workers/freezes.ts'
import { survivesKills } from './workers/kills.ts'
import { survivesRestarts } from './workers/restarts.ts'

const partitions = 12

describe('workers that die, stand still, come and go, at the size of FAULTS.md', () => {
  it('F1: 100 kills', async () => {
    const size = { kills: 100, workers: 3, partitions, payments: 60_000, seed: 101 }
    await survivesKills(await openStage({ partitions }), size)
  })

  it('F2: 50 times standing still', async () => {
    await survivesFreezes(await openStage({ partitions }), { freezes: 50, partitions, payments: 50_000, seed: 102 })
  })

  it('F3: 20 rounds of restarts', async () => {
    const size = { rounds: 20, workers: 3, partitions, payments: 60_000, seed: 103 }
    await survivesRestarts(await openStage({ partitions }), size)
  })

  it('F5: 200 comings and goings, ten minutes', async () => {
    await survivesComings(await openStage({ partitions }), { changes: 200, partitions, payments: 100_000, seed: 105 })
  })
})
