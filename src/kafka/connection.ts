import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig } from 'kafkajs'
import { registerCodecs } from './codecs.ts'
import { installOwnFetch } from './own-fetch.ts'
import { giveWholeAnswers, installUncopiedAnswers } from './whole-answers.ts'

/** How to reach the brokers. TLS and SASL are what kafkajs takes. */
export interface KafkaConnection {
  brokers: readonly string[]
  clientId?: string
  ssl?: KafkaConfig['ssl']
  sasl?: KafkaConfig['sasl']
  /** For proxies and for tests that cut the line. */
  socketFactory?: ISocketFactory
  /** What the client has to say: its warnings and errors. */
  onLog?: KafkaLog
}

export type KafkaLog = (level: 'error' | 'warn', message: string, details: Readonly<Record<string, unknown>>) => void

export interface KafkaClient {
  kafka: Kafka
  /**
   * Waits for an orderly end, but no longer than this, then breaks every connection and lets none come up any more: kafkajs
   * would wait up to a minute for the answers of a broker that hangs, and a consumer that is disconnected while it joins
   * connects again behind its own back, which would keep the process from ending.
   */
  end(orderly: Promise<unknown>, msMax: number): Promise<void>
}

/**
 * Short first pauses: a rebalance or a coordinator that is just being chosen is over in milliseconds. kafkajs gives up
 * after some seconds; whoever calls it begins again.
 */
const RETRY = { initialRetryTime: 5, maxRetryTime: 1000, retries: 10, restartOnFailure: async () => false }
const CONNECT_TIMEOUT_MS = 5000
const KEEP_ALIVE_MS = 60_000
const READ_BYTES = 64 << 10

/** One kafkajs client. `onLog` may throw: that is the only way to stop kafkajs between finding a fault and acting on it. */
export function connectKafka({ brokers, clientId = 'tripline', onLog, ...rest }: KafkaConnection): KafkaClient {
  registerCodecs()
  installOwnFetch()
  installUncopiedAnswers()
  const openSocket = rest.socketFactory ?? plainOrTls
  const sockets = new Set<Socket>()
  let isEnded = false
  const breakAll = (): void => {
    isEnded = true
    for (const socket of sockets) socket.destroy(new Error('closed'))
  }
  const kafka = new kafkajs.Kafka({
    ...rest,
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    retry: RETRY,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => entry => {
      const { message, timestamp: _timestamp, logger: _logger, ...details } = entry.log
      onLog?.(entry.level === kafkajs.logLevel.ERROR ? 'error' : 'warn', message, details)
    },
    socketFactory(options) {
      const socket = giveWholeAnswers(openSocket(options))
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      if (isEnded) socket.destroy(new Error('closed'))
      return socket
    },
  })
  return {
    kafka,
    async end(orderly, msMax) {
      const late = new AbortController()
      const isLate = sleep(msMax, undefined, { signal: late.signal }).catch(() => undefined)
      await Promise.race([orderly.catch(() => undefined), isLate])
      breakAll()
      await orderly.catch(() => undefined)
      late.abort()
    },
  }
}

/** Reads into one buffer over and over, since what is made of the bytes is a copy anyway. */
const plainOrTls: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const onread = {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback: (bytes: number, buffer: Uint8Array) => socket.emit('data', buffer.subarray(0, bytes)),
  }
  const name = isIP(host) === 0 ? { servername: host } : {}
  const place = { host, port, onread }
  const socket: Socket = ssl ? connectTls({ ...place, ...name, ...ssl }, onConnect) : connectPlain(place, onConnect)
  return socket.setKeepAlive(true, KEEP_ALIVE_MS)
}
