import { expect, onTestFinished } from 'vitest'
import { Stage } from '../../end-to-end/stage.ts'
import { waitUntil } from '../../services/wait-until.ts'
import { expectAsScored } from './compare-with-score.ts'
import type { KafkaCluster } from './kafka-cluster.ts'
import { makeStreams } from './make-streams.ts'
import type { Scene } from './trial.ts'

/**
 * F12: a replica that had missed the tail becomes the leader, and the tail is gone from the log after it was counted and
 * decided. Tripline stops and says so. Once a person has set the group back it goes on: what was decided stays counted, and
 * what is read again comes out with the same bytes.
 */
export async function truncateTail(cluster: KafkaCluster, scene: Scene, size: { payments: number; seed: number }) {
  const stage = new Stage(scene)
  onTestFinished(() => stage.close())
  const [leader, laggard] = cluster.nodes as [KafkaCluster['nodes'][0], KafkaCluster['nodes'][0]]
  const topic = stage.topics.payments
  const replicaAssignment = [{ partition: 0, replicas: [leader.id, laggard.id] }]
  const configEntries = [
    { name: 'unclean.leader.election.enable', value: 'true' },
    { name: 'min.insync.replicas', value: '1' },
  ]
  await cluster.withAdmin(admin => admin.createTopics({ topics: [{ topic, replicaAssignment, configEntries }] }))
  await stage.open()
  const [lines] = makeStreams(size.payments, 1, size.seed) as [string[]]
  const half = Math.floor(size.payments / 2)
  const lostFrom = Math.floor(size.payments * 0.75)
  const produce = (from: number, to: number) =>
    stage.produce(lines.slice(from, to).map(value => ({ key: 'one', value })))

  await produce(0, half)
  const worker = await stage.startWorker({ TRIPLINE_DECISIONS_DETAIL: 'all' })
  await stage.untilCommitted(half)
  await cluster.down(laggard, 'SIGTERM')
  await produce(half, lostFrom)
  await stage.untilCommitted(lostFrom)
  await cluster.down(leader, 'SIGKILL')
  await cluster.up(laggard)
  await waitUntil('the end of the worker', 150_000, () => worker.process.exitCode !== null)
  expect(worker.process.exitCode).toBe(1)
  expect(worker.log).toMatch(/lies past the end of the log|does not have that offset/)
  await cluster.up(leader)
  await cluster.untilWhole()

  await cluster.withAdmin(async admin => {
    const [end] = await admin.fetchTopicOffsets(topic)
    expect(Number(end!.high)).toBe(half)
    await waitUntil('an empty group', 30_000, async () => {
      await admin.resetOffsets({ groupId: stage.name, topic, earliest: true })
      return true
    })
  })
  await produce(lostFrom, lines.length)
  await stage.startWorker({ TRIPLINE_DECISIONS_DETAIL: 'all' })
  await stage.untilCommitted(half + lines.length - lostFrom)
  await expectAsScored(
    'F12 tail cut off',
    stage,
    [lines],
    `${lostFrom - half} records gone from the log, told and stopped`,
  )
}
