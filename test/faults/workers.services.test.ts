import { describe, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import { survivesComings } from './workers/comings.ts'
import { survivesFreezes } from './workers/freezes.ts'
import { survivesKills } from './workers/kills.ts'
import { survivesRestarts } from './workers/restarts.ts'

const partitions = 6

describe('workers that die, stand still, come and go', () => {
  it('F1: killed again and again', async () => {
    await survivesKills(await openStage({ partitions }), { kills: 20, workers: 2, partitions, payments: 6000, seed: 1 })
  })

  it('F2: standing still until they are fenced, and going on', async () => {
    await survivesFreezes(await openStage({ partitions }), { freezes: 4, partitions, payments: 4000, seed: 2 })
  })

  it('F3: ended and started again, one after the other', async () => {
    const size = { rounds: 4, workers: 2, partitions, payments: 4000, seed: 3 }
    await survivesRestarts(await openStage({ partitions }), size)
  })

  it('F5: coming and going all the time', async () => {
    await survivesComings(await openStage({ partitions }), { changes: 6, partitions, payments: 4000, seed: 5 })
  })
})
