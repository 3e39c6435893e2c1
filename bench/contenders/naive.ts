import { fileURLToPath } from 'node:url'
import { startProgram } from '../../test/services/program.ts'
import { type Contender, courseEnvironment } from '../contest/contender.ts'

const PROGRAM = fileURLToPath(new URL('../naive/naive-worker.js', import.meta.url))

/** kafkajs, sorted sets and json-rules-engine. */
export function naiveContender(variant: 'each-message' | 'each-batch', paymentsMax: number): Contender {
  return {
    name: `naive Node, ${variant === 'each-message' ? 'eachMessage' : 'eachBatch'}`,
    durability:
      'in at least once; counts survive in Redis, a repeat is not counted twice but reads what came since; outputs may repeat',
    paymentsMax,
    async start(course) {
      const environment = { ...courseEnvironment(course), BENCH_VARIANT: variant }
      const assigned = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
      const program = startProgram(`bench-naive-${variant}`, 'env', [...assigned, process.execPath, PROGRAM])
      return { pids: [program.pid], ended: program.ended, stop: () => program.stop() }
    },
  }
}
