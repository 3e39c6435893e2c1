import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

interface Due {
  atMs: number
  /** Of two that are due together, the one asked for first comes first. */
  order: number
  act: () => void
}

const realSleep = timers.setTimeout

/** A clock that stands still while anything can still run, and then jumps to whatever is due next. */
export class VirtualTime {
  nowMs = 0
  private asked = 0
  private readonly heap: Due[] = []

  after(delayMs: number, act: () => void): void {
    this.push({ atMs: this.nowMs + Math.max(0, delayMs), order: this.asked++, act })
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise(resolve => this.after(delayMs, resolve))
  }

  /** Answers false when nothing is due any more or the time is up, and `isOver` still does not hold. */
  async runUntil(isOver: () => boolean, endMs: number): Promise<boolean> {
    const giveBack = this.takeOverSleep()
    try {
      for (;;) {
        await allPromisesSettled()
        if (isOver()) return true
        const due = this.pop()
        if (due === undefined || due.atMs > endMs) return false
        this.nowMs = due.atMs
        due.act()
      }
    } finally {
      giveBack()
    }
  }

  /** The production code sleeps by `node:timers/promises`: while a simulation runs, that is this clock. */
  private takeOverSleep(): () => void {
    const sleep = <T>(delayMs = 0, value?: T): Promise<T> => this.sleep(delayMs).then(() => value as T)
    const setSleep = (to: typeof timers.setTimeout): void => {
      timers.setTimeout = to
      syncBuiltinESMExports()
    }
    setSleep(sleep as typeof timers.setTimeout)
    return () => setSleep(realSleep)
  }

  private push(due: Due): void {
    const { heap } = this
    let at = heap.push(due) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(due, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = due
  }

  private pop(): Due | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}

/** An immediate runs only after every promise that can go on has gone on. */
function allPromisesSettled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
