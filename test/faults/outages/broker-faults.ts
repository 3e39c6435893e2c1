import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Worker } from '../../end-to-end/stage.ts'
import { waitUntil } from '../../services/wait-until.ts'
import type { KafkaCluster } from './kafka-cluster.ts'
import { KafkaDetour, OFFSET_COMMIT, PRODUCE, withCommitError } from './kafka-detour.ts'
import { type Scene, Trial, type TrialSize } from './trial.ts'

const ILLEGAL_GENERATION = 22
const RECOVERY_MS_MAX = 60_000
const MEMORY_GROWTH_MIB_MAX = 64
const TICKS_PER_SECOND = 100

/** F6: each broker in turn, once with warning and once without. */
export async function bounceBrokers(cluster: KafkaCluster, scene: Scene, size: TrialSize & { rounds: number }) {
  const trial = await Trial.open(scene, size)
  await trial.startWorker()
  await trial.startWorker()
  let bounces = 0
  for (let round = 0; round < size.rounds; round++) {
    for (const [i, node] of cluster.nodes.entries()) {
      await cluster.down(node, (round + i) % 2 === 0 ? 'SIGTERM' : 'SIGKILL')
      await cluster.up(node)
      await cluster.untilWhole()
      bounces++
    }
  }
  await trial.expectUnharmed('F6 brokers bounced', () => `${bounces} bounces`)
  expect(trial.watch.commits.longestStandMs).toBeLessThan(RECOVERY_MS_MAX)
}

/** F7: no broker at all for a while. */
export async function stopAllBrokers(cluster: KafkaCluster, scene: Scene, size: TrialSize & { downMs: number }) {
  const trial = await Trial.open(scene, size)
  const worker = await trial.startWorker()
  await trial.untilSent(0.5)
  await Promise.all(cluster.nodes.map(node => cluster.down(node, 'SIGKILL')))
  const before = useOf(worker)
  const endMs = Date.now() + size.downMs
  let mostMib = before.memoryMib
  while (Date.now() < endMs) {
    mostMib = Math.max(mostMib, useOf(worker).memoryMib)
    await sleep(250) // how long it is down is what the test is about
  }
  expect(worker.process.exitCode).toBeNull()
  const cpuPercent = (100 * (useOf(worker).cpuSeconds - before.cpuSeconds)) / (size.downMs / 1000)
  const growthMib = mostMib - before.memoryMib
  await Promise.all(cluster.nodes.map(node => cluster.up(node)))
  await cluster.untilWhole()
  const use = `down ${size.downMs} ms, memory +${growthMib.toFixed(0)} MiB, CPU ${cpuPercent.toFixed(1)} %`
  await trial.expectUnharmed('F7 all brokers down', () => use)
  expect(growthMib).toBeLessThan(MEMORY_GROWTH_MIB_MAX)
}

/** F8: the leaders of what is written, and of what is read, go on to the next broker again and again. */
export async function moveLeaders(
  cluster: KafkaCluster,
  scene: Scene,
  size: TrialSize & { moves: number; everyMs: number },
) {
  const trial = await Trial.open(scene, size)
  await trial.startWorker()
  const { decisions, payments } = trial.stage.topics
  const moves = await moveRepeatedly(cluster, [decisions, payments], size)
  await trial.expectUnharmed('F8 leaders moved', () => `${moves} moves`)
}

/** F13: so does the coordinator of every group. */
export async function moveCoordinators(
  cluster: KafkaCluster,
  scene: Scene,
  size: TrialSize & { moves: number; everyMs: number },
) {
  const trial = await Trial.open(scene, size)
  await trial.startWorker()
  await trial.startWorker()
  const moves = await moveRepeatedly(cluster, ['__consumer_offsets'], size)
  await trial.expectUnharmed('F13 coordinator moved', () => `${moves} moves`)
  expect(trial.watch.commits.longestStandMs).toBeLessThan(30_000)
}

async function moveRepeatedly(
  cluster: KafkaCluster,
  topics: readonly string[],
  { moves, everyMs }: { moves: number; everyMs: number },
): Promise<number> {
  let moved = 0
  for (let move = 0; move < moves; move++) {
    for (const topic of topics) {
      const before = String(await cluster.leaders(topic))
      await cluster.moveLeaders(topic)
      await waitUntil('other leaders', 30_000, async () => String(await cluster.leaders(topic)) !== before)
      moved++
    }
    await sleep(everyMs) // the pace of the fault
  }
  return moved
}

/** F9 and F10: answers that break off in their middle after the broker has done the work, or that refuse a commit. */
export async function cutAnswers(
  cluster: KafkaCluster,
  scene: Scene,
  size: TrialSize & { request: 'produce' | 'commit' | 'refused commit'; everyNth: number },
) {
  const asked = size.request === 'produce' ? PRODUCE : OFFSET_COMMIT
  let answers = 0
  let harmed = 0
  const detours = await Promise.all(cluster.nodes.map(node => KafkaDetour.open(node.advertisedPort, node.detourPort)))
  for (const detour of detours) {
    detour.fateOf = (request, _version, frame) => {
      if (request !== asked || ++answers % size.everyNth !== 0) return 'pass'
      harmed++
      return size.request === 'refused commit' ? withCommitError(frame, ILLEGAL_GENERATION) : 'cut'
    }
  }
  try {
    const trial = await Trial.open(scene, size)
    const settings = { TRIPLINE_KAFKA_BROKERS: cluster.detour, TRIPLINE_BATCH_RECORDS_MAX: '20' }
    const worker = await trial.startWorker(settings)
    const row = size.request === 'produce' ? 'F9' : 'F10'
    const { repeated } = await trial.expectUnharmed(
      `${row} ${size.request} answers harmed`,
      () => `${harmed} of ${answers}`,
    )
    expect(harmed).toBeGreaterThan(2)
    if (size.request === 'produce') expect(repeated).toBeGreaterThan(0)
    expect(await worker.stop()).toBe(0)
  } finally {
    await Promise.all(detours.map(each => each.close()))
  }
}

function useOf({ process: { pid } }: Worker): { memoryMib: number; cpuSeconds: number } {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const ticks = Number(times[11]) + Number(times[12])
  return { memoryMib: Number(kib?.[1]) / 1024, cpuSeconds: ticks / TICKS_PER_SECOND }
}
