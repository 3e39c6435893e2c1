/** A thread of `tripline backtest`, which works on a share. Started by `RemoteShare`. */
import { parentPort, workerData } from 'node:worker_threads'
import { openShare, type ShareOrder } from './open-share.ts'
import { unpackRecords } from './packed-records.ts'
import { type FromShare, packJudgements, receivePart, sendPart, type ToShare } from './share-messages.ts'

const port = parentPort
if (port === null) throw new Error('share-worker is started as a thread')
const order = workerData as ShareOrder
const opened = openShare(order)
let before: Promise<void> = Promise.resolve()

// One message after another, whatever a decoder waits for; a fault ends the thread and is told there.
port.on('message', (message: ToShare) => {
  before = before.then(async () => port.postMessage(await answer(message)))
})

async function answer(message: ToShare): Promise<FromShare> {
  const share = await opened
  if ('read' in message) return { part: sendPart(await share.read(unpackRecords(message.read))) }
  const judged = await share.judge(message.judge.map(receivePart), message.own)
  return { judged: packJudgements(judged, order.rulesets.length) }
}
