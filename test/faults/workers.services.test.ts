import { describe, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import { survivesKills } from './workers/kills.ts'

const PARTITIONS = 6

describe('workers that die, stand still, come and go', () => {
  it('F1: killed again and again', async () => {
    const stage = await openStage({ partitions: PARTITIONS })
    await survivesKills(stage, { kills: 20, workers: 2, partitions: PARTITIONS, payments: 8000, seed: 1 })
  })
})
