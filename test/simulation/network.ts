import type { SimulatedProcess } from './simulated-process.ts'
import { CRASH_MOMENTS, type CrashMoment, type World } from './world.ts'

export interface Request<T> {
  /** To whom: `redis` or `kafka`. */
  to: string
  /** What it is, for the record of what happened. */
  what: string
  /** What the other side does; what it throws is its answer too. */
  execute: () => T
  /** The error that the sender sees when no answer came in time. */
  noAnswer: () => Error
  timeoutMs: number
  /** False where the other side keeps the order of one sender's requests, so that none is done after it was given up. */
  mayLinger: boolean
}

const DELAY_MS_MAX = 20

type Fate = 'answered' | 'lost' | 'unanswered' | 'lingering'

/** Carries a request there and its answer back; either may be lost, and either end may die on the way. */
export function send<T>(world: World, from: SimulatedProcess, request: Request<T>): Promise<T> {
  const { time, random } = world
  const { to, what, execute, noAnswer, timeoutMs } = request
  const fate = pickFate(world, request.mayLinger)
  const killAt = pickKill(world, what)
  const thereMs = random.between(0.1, DELAY_MS_MAX)
  const backMs = random.between(0.1, DELAY_MS_MAX)
  const kill = (at: string): void => {
    if (killAt !== at || !from.isAlive) return
    world.note(`killed ${at} ${what}`, from.name)
    from.kill()
  }
  return new Promise((resolve, reject) => {
    const answer = (act: () => void): void =>
      time.after(backMs, () =>
        from.run(() => {
          act()
          kill('answered')
        }),
      )
    const arrive = (): void => {
      if (world.down.has(to)) {
        giveUp(timeoutMs)
        return
      }
      try {
        const result = execute()
        if (fate === 'answered') answer(() => resolve(result))
      } catch (error) {
        if (fate === 'answered') answer(() => reject(error))
      }
    }
    const giveUp = (delayMs: number): void => {
      time.after(delayMs, () => from.run(() => reject(noAnswer())))
    }
    from.run(() => {
      kill('sending')
      if (!from.isAlive) return
      if (fate !== 'answered') world.note(`${fate} ${what}`, from.name)
      if (fate === 'answered' || fate === 'unanswered') time.after(thereMs, arrive)
      if (fate !== 'answered') giveUp(timeoutMs)
      if (fate === 'lingering') time.after(timeoutMs + thereMs * random.between(0, 20), arrive)
      time.after(thereMs / 2, () => kill('under way'))
    })
  })
}

/** The moment at which the sender dies, or an empty one. */
function pickKill({ random, faults, crashPoint }: World, what: string): CrashMoment | '' {
  if (crashPoint === undefined) return random.chance(faults.killed) ? random.pick([...CRASH_MOMENTS]) : ''
  const moment = CRASH_MOMENTS.find(each => crashPoint === `${each} ${what}`)
  return moment !== undefined && random.chance(faults.killed) ? moment : ''
}

function pickFate({ random, faults }: World, mayLinger: boolean): Fate {
  const point = random.next()
  if (point < faults.lost) return 'lost'
  if (point < faults.lost + faults.unanswered) return 'unanswered'
  return mayLinger && point < faults.lost + faults.unanswered + faults.lingering ? 'lingering' : 'answered'
}
