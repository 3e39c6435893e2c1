import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import { bounceBrokers, cutAnswers, stopAllBrokers } from './outages/broker-faults.ts'
import { KafkaCluster } from './outages/kafka-cluster.ts'
import type { Scene } from './outages/trial.ts'
import { truncateTail } from './outages/truncated-log.ts'

let cluster: KafkaCluster
let scene: Scene

beforeAll(async () => {
  cluster = await KafkaCluster.start()
  scene = { kafkaBrokers: cluster.brokers, redisUrl: inject('redisUrl'), registryUrl: inject('registryUrl') }
})
afterAll(() => cluster?.stop())

describe('three brokers', () => {
  it('F6: each is bounced in turn', () =>
    bounceBrokers(cluster, scene, { rounds: 1, payments: 6000, perSecond: 500, partitions: 3, seed: 6 }))

  it('F7: all are down', () =>
    stopAllBrokers(cluster, scene, { downMs: 15_000, payments: 2000, perSecond: 1000, seed: 7 }))

  it('F9: answers to produce requests are cut', () =>
    cutAnswers(cluster, scene, { request: 'produce', everyNth: 5, payments: 2000, perSecond: 2000, seed: 9 }))

  it('F10: commits are refused with ILLEGAL_GENERATION', () =>
    cutAnswers(cluster, scene, { request: 'refused commit', everyNth: 8, payments: 2000, perSecond: 1000, seed: 11 }))

  it('F12: the tail of the log is cut off', () => truncateTail(cluster, scene, { payments: 1200, seed: 12 }))
})
