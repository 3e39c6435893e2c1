import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import { bounceBrokers, cutAnswers, moveCoordinators, moveLeaders, stopAllBrokers } from './outages/broker-faults.ts'
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

describe('three brokers, for longer', () => {
  it('F6: each is bounced in turn, three rounds', () =>
    bounceBrokers(cluster, scene, { rounds: 3, payments: 40_000, perSecond: 500, partitions: 12, seed: 106 }))

  it('F7: all are down for five minutes', () =>
    stopAllBrokers(cluster, scene, { downMs: 300_000, payments: 12_000, perSecond: 1000, seed: 107 }))

  it('F8: leaders move every two seconds', () =>
    moveLeaders(cluster, scene, {
      moves: 60,
      everyMs: 1000,
      payments: 60_000,
      perSecond: 500,
      partitions: 6,
      seed: 108,
    }))

  it('F9: answers to produce requests are cut', () =>
    cutAnswers(cluster, scene, { request: 'produce', everyNth: 5, payments: 40_000, perSecond: 500, seed: 109 }))

  it('F10: answers to commits are cut', () =>
    cutAnswers(cluster, scene, { request: 'commit', everyNth: 5, payments: 40_000, perSecond: 500, seed: 110 }))

  it('F10: commits are refused with ILLEGAL_GENERATION', () =>
    cutAnswers(cluster, scene, {
      request: 'refused commit',
      everyNth: 20,
      payments: 20_000,
      perSecond: 500,
      seed: 111,
    }))

  it('F12: the tail of the log is cut off', () => truncateTail(cluster, scene, { payments: 20_000, seed: 112 }))

  it('F13: the coordinator moves', () =>
    moveCoordinators(cluster, scene, {
      moves: 40,
      everyMs: 2000,
      payments: 60_000,
      perSecond: 500,
      partitions: 6,
      seed: 113,
    }))
})
