/**
 * A process of the operating system, as far as others can tell: it runs, stands still (SIGSTOP) or is dead (SIGKILL).
 * Everything that comes to it from outside comes through `run`.
 */
export class SimulatedProcess {
  readonly name: string
  /** How wrong its clock is. */
  clockSkewMs: number
  isAlive = true
  isFrozen = false
  /** Called once, when it dies. */
  onKilled: () => void = () => undefined
  private held: (() => void)[] = []

  constructor(name: string, clockSkewMs: number) {
    this.name = name
    this.clockSkewMs = clockSkewMs
  }

  /** Now; or when it is let go on; or, when it is dead, never. */
  run(act: () => void): void {
    if (!this.isAlive) return
    if (this.isFrozen) this.held.push(act)
    else act()
  }

  kill(): void {
    if (!this.isAlive) return
    this.isAlive = false
    this.held = []
    this.onKilled()
  }

  freeze(): void {
    this.isFrozen = true
  }

  thaw(): void {
    this.isFrozen = false
    const { held } = this
    this.held = []
    for (const act of held) this.run(act)
  }
}
