import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { encodeWithRegistry } from '../decode/encode.ts'
import { Stage } from './stage.ts'

const FORMATS = ['json', 'avro', 'json-schema', 'protobuf'] as const

const stages: Stage[] = []
const addresses = () => ({
  kafkaBrokers: inject('kafkaBrokers'),
  registryUrl: inject('registryUrl'),
  redisUrl: inject('redisUrl'),
})

afterAll(async () => {
  for (const stage of stages) await stage.close()
})
