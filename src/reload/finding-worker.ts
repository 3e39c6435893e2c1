/** The thread of a `FindingThread`: reads and checks the rules folder whenever it is asked, and keeps what it has read. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { RuleMemory } from '../ruleset/rule-memory.ts'
import { type FindOrder, findRules } from './find-rules.ts'
import { handedOver, packFinding } from './packed-finding.ts'

const port = parentPort
if (port === null) throw new Error('finding-worker is started as a thread')
const memory = new RuleMemory()

// One order at a time; a fault ends the thread and is told there.
port.on('message', async ({ settleMs, ...order }: FindOrder & { settleMs: number }) => {
  const packed = packFinding(await findRules(order, memory, () => sleep(settleMs)))
  port.postMessage(packed, handedOver(packed))
})
