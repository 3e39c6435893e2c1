import { describe, expect, it } from 'vitest'
import { Committer } from '../../src/kafka/committer.ts'
import { Epoch } from '../../src/kafka/epoch.ts'

interface Sent {
  offsets: Record<number, number>
}

/** An epoch whose commits go to a list, through `answer` for each request. */
function epochWith(answer: (request: number) => void): { epoch: Epoch; sent: Sent[] } {
  const epoch = new Epoch({ topic: [0, 1] })
  for (const partition of epoch.partitions) partition.startAt(0n)
  const sent: Sent[] = []
  epoch.commitOffsets = async offsets => {
    const partitions = offsets!.topics.flatMap(each => each.partitions)
    sent.push({ offsets: Object.fromEntries(partitions.map(each => [each.partition, Number(each.offset)])) })
    answer(sent.length)
  }
  return { epoch, sent }
}

const protocolError = (type: string): Error => Object.assign(new Error(type), { type })
const ends = (epoch: Epoch, ...offsets: number[]) =>
  new Map(offsets.map((offset, i) => [epoch.partitions[i]!, BigInt(offset)]))

describe('Committer', () => {
  it('commits each partition, together what came meanwhile, and never backwards', async () => {
    const { epoch, sent } = epochWith(() => undefined)
    const committer = new Committer(() => undefined, new AbortController().signal)
    committer.markDone(epoch, ends(epoch, 5))
    committer.markDone(epoch, ends(epoch, 9, 3))
    committer.markDone(epoch, ends(epoch, 7))
    await committer.flush(epoch)
    expect(sent).toEqual([{ offsets: { 0: 5 } }, { offsets: { 0: 9, 1: 3 } }])
  })

  it('tries again in an outage and reports it', async () => {
    const { epoch, sent } = epochWith(request => {
      if (request < 3) throw protocolError('NOT_COORDINATOR_FOR_GROUP')
    })
    const reports: (string | undefined)[] = []
    const committer = new Committer(reason => reports.push(reason), new AbortController().signal)
    committer.markDone(epoch, ends(epoch, 5))
    await committer.flush(epoch)
    expect(sent).toHaveLength(3)
    expect(reports).toEqual(['NOT_COORDINATOR_FOR_GROUP', 'NOT_COORDINATOR_FOR_GROUP', undefined])
    expect(epoch.partitions[0]!.committed).toBe(5n)
  })

  for (const type of ['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS']) {
    it(`loses the epoch on ${type} and commits nothing more for it`, async () => {
      const { epoch, sent } = epochWith(() => {
        throw protocolError(type)
      })
      const committer = new Committer(() => undefined, new AbortController().signal)
      committer.markDone(epoch, ends(epoch, 5))
      await committer.flush(epoch)
      expect(epoch.isLost).toBe(true)
      expect(epoch.fence).toMatchObject({ type })
      committer.markDone(epoch, ends(epoch, 8))
      await committer.flush(epoch)
      expect(sent).toHaveLength(1)
      expect(epoch.partitions[0]!.committed).toBe(0n)
    })
  }

  it('commits nothing for an epoch that a rebalance has ended', async () => {
    const { epoch, sent } = epochWith(() => undefined)
    const committer = new Committer(() => undefined, new AbortController().signal)
    epoch.lose()
    committer.markDone(epoch, ends(epoch, 5))
    await committer.flush(epoch)
    expect(sent).toEqual([])
  })

  it('gives up retrying when the process closes', async () => {
    const { epoch } = epochWith(() => {
      throw protocolError('NOT_COORDINATOR_FOR_GROUP')
    })
    const closing = new AbortController()
    const committer = new Committer(() => closing.abort(), closing.signal)
    committer.markDone(epoch, ends(epoch, 5))
    await committer.flush(epoch)
    expect(epoch.partitions[0]!.committed).toBe(0n)
  })
})
