import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import { isFenced } from './failure.ts'

/** What is needed of kafkajs's own view of the cluster: it offers no public way to take another member out of a group. */
interface Cluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  findGroupCoordinator(group: { groupId: string }): Promise<{
    leaveGroup(member: { groupId: string; memberId: string }): Promise<unknown>
  }>
}

/** Private names of kafkajs 2.2.4 (index.js); test/kafka/predecessor.services.test.ts tells when they change. */
const CREATE_CLUSTER = 'private:Kafka:createCluster'
const JOIN_MS_MAX = 2000
const POLL_MS = 20

/**
 * Ids of the members that carry our own client id. An instance has a name of its own and runs once, so while we are not in the
 * group yet these can only be processes that died without leaving.
 */
export async function predecessorsOf(admin: Admin, groupId: string, clientId: string): Promise<string[]> {
  const { groups } = await admin.describeGroups([groupId])
  return groups.flatMap(({ members }) =>
    members.filter(member => member.clientId === clientId).map(({ memberId }) => memberId),
  )
}

/**
 * Waits until the group has noticed somebody who joins, then takes the dead members out, so that the join need not wait for
 * their session to time out. The other way round the group would be empty for a moment, and a broker holds the first join of
 * an empty group back for `group.initial.rebalance.delay.ms`.
 */
export async function dismissPredecessors(
  memberIds: readonly string[],
  { kafka, admin, groupId }: { kafka: Kafka; admin: Admin; groupId: string },
): Promise<void> {
  if (memberIds.length === 0) return
  const cluster = clusterOf(kafka)
  try {
    await cluster.connect()
    const coordinator = await cluster.findGroupCoordinator({ groupId })
    await untilJoining(admin, groupId)
    for (const memberId of memberIds) {
      await coordinator.leaveGroup({ groupId, memberId }).catch(error => {
        if (!isFenced(error)) throw error // else its session has timed out meanwhile
      })
    }
  } finally {
    await cluster.disconnect()
  }
}

async function untilJoining(admin: Admin, groupId: string): Promise<void> {
  for (const endMs = performance.now() + JOIN_MS_MAX; performance.now() < endMs; await sleep(POLL_MS)) {
    const { groups } = await admin.describeGroups([groupId])
    if (groups.some(group => group.state === 'PreparingRebalance')) return
  }
}

function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(each => each.description === CREATE_CLUSTER)
  const create: unknown = symbol === undefined ? undefined : Reflect.get(kafka, symbol)
  if (typeof create !== 'function') throw new Error('kafkajs has changed: it makes no cluster')
  return create({ allowAutoTopicCreation: false, metadataMaxAge: 300_000 }) as Cluster
}
