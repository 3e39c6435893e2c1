/** What Redis holds: strings, some with an end of their lifetime, and hashes. */
export class KeySpace {
  private readonly values = new Map<string, { value: Buffer; endsAtMs: number }>()
  private readonly hashes = new Map<string, Map<string, string>>()
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

  fields(key: string): ReadonlyMap<string, string> {
    return this.hashes.get(key) ?? new Map()
  }

  setField(key: string, name: string, value: string): void {
    const fields = this.hashes.get(key)
    if (fields === undefined) this.hashes.set(key, new Map([[name, value]]))
    else fields.set(name, value)
  }

  /** As it is now, for what a replica knows. */
  copy(): KeySpace {
    const copy = new KeySpace(this.nowMs)
    for (const [key, held] of this.values) copy.values.set(key, { ...held })
    for (const [key, fields] of this.hashes) copy.hashes.set(key, new Map(fields))
    return copy
  }

  /** Milliseconds, Infinity for ever. */
  lifetime(key: string): number {
    return (this.values.get(key)?.endsAtMs ?? Number.NaN) - this.nowMs()
  }

  keys(): string[] {
    return [...this.values.keys()].filter(key => this.get(key) !== undefined)
  }
}
