import { randomBytes } from 'node:crypto'

const EPOCH_BYTES = 8
const POOLED_EPOCHS = 512

/**
 * Epochs of logs that begin. Each call of a script needs one, whether a log begins in it or not, and asking the system for eight
 * bytes costs as much as for thousands.
 */
export function randomEpochs(): () => Buffer {
  let pool = Buffer.alloc(0)
  return () => {
    if (pool.length === 0) pool = randomBytes(EPOCH_BYTES * POOLED_EPOCHS)
    const epoch = pool.subarray(0, EPOCH_BYTES)
    pool = pool.subarray(EPOCH_BYTES)
    return epoch
  }
}
