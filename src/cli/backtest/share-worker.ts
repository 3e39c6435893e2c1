/** A thread of `tripline backtest`: judges every batch that it is sent by its share of the rules. Started by `RemoteShare`. */
import { parentPort, workerData } from 'node:worker_threads'
import { openShare, type ShareOrder } from './open-share.ts'
import { packJudgements } from './packed-judgements.ts'
import { type PackedRecords, unpackRecords } from './packed-records.ts'

const port = parentPort
if (port === null) throw new Error('share-worker is started as a thread')
const opened = openShare(workerData as ShareOrder)
let before: Promise<void> = Promise.resolve()

// Batches are judged one after another, whatever a decoder waits for; a fault ends the thread and is told there.
port.on('message', (batch: PackedRecords) => {
  before = before.then(async () => {
    const share = await opened
    port.postMessage(packJudgements(await share.judge(unpackRecords(batch))))
  })
})
