/** What Redis holds: strings, some with an end of their lifetime. */
export class KeySpace {
  private readonly values = new Map<string, { value: Buffer; endsAtMs: number }>()
  private readonly nowMs: () => number

  constructor(nowMs: () => number) {
    this.nowMs = nowMs
  }

  get(key: string): Buffer | undefined {
    const held = this.values.get(key)
    if (held === undefined || held.endsAtMs > this.nowMs()) return held?.value
    this.values.delete(key)
    return undefined
  }

  set(key: string, value: Buffer, keepMs = Number.POSITIVE_INFINITY): void {
    this.values.set(key, { value, endsAtMs: this.nowMs() + keepMs })
  }

  append(key: string, more: Buffer): void {
    const value = this.get(key)
    if (value === undefined) this.set(key, more)
    else this.values.get(key)!.value = Buffer.concat([value, more])
  }

  expire(key: string, keepMs: number): void {
    const held = this.values.get(key)
    if (held !== undefined) held.endsAtMs = this.nowMs() + keepMs
  }

  delete(key: string): void {
    this.values.delete(key)
  }

  /** Milliseconds, Infinity for ever. */
  lifetime(key: string): number {
    return (this.values.get(key)?.endsAtMs ?? Number.NaN) - this.nowMs()
  }

  keys(): string[] {
    return [...this.values.keys()].filter(key => this.get(key) !== undefined)
  }
}
