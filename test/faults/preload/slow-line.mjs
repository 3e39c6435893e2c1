/** Loaded into a worker with `--import`: what it writes to one port goes no faster than a slow line would carry it. */
import net from 'node:net'

const port = Number(process.env.FAULT_SLOW_PORT)
const bytesPerSecond = Number(process.env.FAULT_SLOW_BYTES_PER_SECOND)

const { write } = net.Socket.prototype
const freeAtMs = new WeakMap()

net.Socket.prototype.write = function (chunk, ...rest) {
  if (this.remotePort !== port) return write.call(this, chunk, ...rest)
  const nowMs = performance.now()
  const atMs = Math.max(nowMs, freeAtMs.get(this) ?? 0) + (1000 * chunk.length) / bytesPerSecond
  freeAtMs.set(this, atMs)
  setTimeout(() => write.call(this, chunk, ...rest), atMs - nowMs)
  return true
}
