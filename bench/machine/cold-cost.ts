import { setTimeout as pause } from 'node:timers/promises'
import { startCpu } from '../start-cpu.ts'

const OBJECTS = 200_000
const LOOK_UPS = 60
const PIECE = 40
const PAUSE_MS = 5

/** CPU of one unit of work, look-ups among objects of about 20 MB, µs: done in one go, and in pieces of 40 with 5 ms between them. */
export async function coldCost(units: number): Promise<{ inOneGo: number; inPieces: number }> {
  const objects = new Map(Array.from({ length: OBJECTS }, (_, at) => [`key ${at}`, { at, pair: [at, at + 1] }]))
  let [chosen, sum] = [1, 0]
  const work = (count: number): void => {
    for (let at = 0; at < count * LOOK_UPS; at++) {
      chosen = (Math.imul(chosen, 1_103_515_245) + 12_345) & 0x7fffffff
      sum += objects.get(`key ${chosen % OBJECTS}`)!.pair[1]!
    }
  }
  work(units)
  const cpu = startCpu()
  work(units)
  const inOneGo = cpu() / units
  let inPieces = 0
  for (let done = 0; done < units; done += PIECE) {
    await pause(PAUSE_MS)
    const cpuOfPiece = startCpu()
    work(PIECE)
    inPieces += cpuOfPiece() / units
  }
  if (sum === 0) throw new Error('nothing was looked up')
  return { inOneGo, inPieces }
}
