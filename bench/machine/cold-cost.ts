import { setTimeout as pause } from 'node:timers/promises'
import { startCpu } from '../start-cpu.ts'

export interface ColdCost {
  /** What is looked up lies in so many. */
  bytes: number
  /** CPU of one unit of work, µs. */
  inOneGo: number
  inPieces: number
}

/** Nothing but arithmetic; what the caches of one core hold; what all of them hold; more. */
const SIZES = [4, 512 << 10, 4 << 20, 20 << 20]
const LOOK_UPS = 60
const PIECE = 400
const PAUSE_MS = 5

/** The same look-ups done in one go, and in pieces of 400 units with 5 ms between them: what lay in the caches is gone by then. */
export async function coldCosts(units: number): Promise<ColdCost[]> {
  const costs: ColdCost[] = []
  for (const bytes of SIZES) costs.push(await coldCost(bytes, units))
  return costs
}

async function coldCost(bytes: number, units: number): Promise<ColdCost> {
  const words = new Int32Array(bytes / 4).fill(1)
  let [chosen, sum] = [1, 0]
  const work = (count: number): void => {
    for (let at = 0; at < count * LOOK_UPS; at++) {
      chosen = (Math.imul(chosen, 1_103_515_245) + 12_345) & 0x7fffffff
      sum += words[(chosen >>> 8) % words.length]!
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
  return { bytes, inOneGo, inPieces }
}
