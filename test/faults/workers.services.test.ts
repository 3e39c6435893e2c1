import { describe, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import { survivesFreezes } from './workers/freezes.ts'
import { survivesKills } from './workers/kills.ts'

const partitions = 6

describe('workers that die and stand still', () => {
  it('F1: killed again and again', async () => {
    await survivesKills(await openStage({ partitions }), { kills: 20, workers: 2, partitions, payments: 6000, seed: 1 })
  })

  it('F2: standing still until they are fenced, and going on', async () => {
    await survivesFreezes(await openStage({ partitions }), { freezes: 4, partitions, payments: 4000, seed: 2 })
  })
})
