import { isIP } from 'node:net'
import { NetworkSet } from './network-set.ts'

/** A list of values that conditions ask with `in list("name")`. Texts are compared exactly; networks hold addresses. */
export class ValueList {
  readonly name: string
  private readonly values = new Set<string>()
  /** Only for the few entries that end. Milliseconds since 1970. */
  private readonly expiresMs = new Map<string, number>()
  private networks: NetworkSet | undefined

  constructor(name: string) {
    this.name = name
  }

  get size(): number {
    return this.values.size + (this.networks?.size ?? 0)
  }

  /** False when the value is in the list already. `expiresMs` is the first moment at which it no longer counts. */
  add(value: string, expiresMs?: number): boolean {
    if (value.includes('/') && NetworkSet.isNetwork(value)) {
      this.networks ??= new NetworkSet()
      return this.networks.add(value, expiresMs)
    }
    if (this.values.has(value)) return false
    this.values.add(value)
    if (expiresMs !== undefined) this.expiresMs.set(value, expiresMs)
    return true
  }

  /** `atMs` is the time of the payment, not the clock's, so that a replay asks the list as it stood. */
  has(value: string, atMs: number): boolean {
    if (this.values.has(value)) {
      const end = this.expiresMs.size === 0 ? undefined : this.expiresMs.get(value)
      if (end === undefined || atMs < end) return true
    }
    return this.networks !== undefined && isIP(value) !== 0 && this.networks.has(value, atMs)
  }
}
