import ipaddr from 'ipaddr.js'
import { parseIpv4 } from '../../enrich/ip-address.ts'
import { IntColumn } from './int-column.ts'
import { listValue, maskedIpv4, maskedIpv6 } from './list-form.ts'
import { type PackedTable, type TableHint, TextTable } from './text-table.ts'

const DAY_MS = 86_400_000
const TEXTS_REMEMBERED_MAX = 1000

/** What a list says of one value. */
export interface ListEntry {
  value: string
  /** The first moment at which the entry no longer counts, milliseconds since 1970. */
  expiresMs?: number
  owner?: string
  reason?: string
}

export interface ListOptions {
  /** Texts are compared in lower case. E-mail addresses always are. */
  ignoreCase?: boolean
  hint?: TableHint
}

/** A list as plain data, which goes to another thread without being copied. */
export interface PackedList {
  name: string
  ignoreCase: boolean
  values: PackedTable
  texts: PackedTable
  endDays: Int32Array<ArrayBuffer>
  owners: Int32Array<ArrayBuffer>
  reasons: Int32Array<ArrayBuffer>
  lengths4: number[]
  lengths6: number[]
}

/**
 * A list of values, asked by conditions with `in list("name")` and by the policy. Networks stand in it as text too: an
 * address is looked for as itself and as its network of each length that the list holds.
 */
export class ValueList {
  readonly name: string
  private readonly ignoreCase: boolean
  private values: TextTable
  private texts = new TextTable()
  /** Numbers of the first texts, by which most entries are done; quicker to ask than the table. */
  private readonly textNumbers = new Map<string, number>()
  /** Whole days since 1970, because entries end with a day. */
  private endDays = new IntColumn()
  private owners = new IntColumn()
  private reasons = new IntColumn()
  /** Prefix lengths in use, longest first. */
  private lengths4: number[] = []
  private lengths6: number[] = []

  constructor(name: string, { ignoreCase = false, hint }: ListOptions = {}) {
    this.name = name
    this.ignoreCase = ignoreCase
    this.values = new TextTable(hint)
  }

  static unpack({ name, ignoreCase, lengths4, lengths6, ...packed }: PackedList): ValueList {
    const list = new ValueList(name, { ignoreCase })
    list.values = TextTable.unpack(packed.values)
    list.texts = TextTable.unpack(packed.texts)
    list.endDays = IntColumn.unpack(packed.endDays)
    list.owners = IntColumn.unpack(packed.owners)
    list.reasons = IntColumn.unpack(packed.reasons)
    list.lengths4 = lengths4
    list.lengths6 = lengths6
    return list
  }

  /** The list's own arrays: it must not be asked any more once they are given away. */
  pack(): PackedList {
    const { name, ignoreCase, values, texts, endDays, owners, reasons, lengths4, lengths6 } = this
    return {
      name,
      ignoreCase,
      values: values.pack(),
      texts: texts.pack(),
      endDays: endDays.pack(),
      owners: owners.pack(),
      reasons: reasons.pack(),
      lengths4,
      lengths6,
    }
  }

  get size(): number {
    return this.values.size
  }

  /** Bytes of memory for all that the list holds. */
  get byteLength(): number {
    const columns = [this.endDays, this.owners, this.reasons]
    return this.values.byteLength + this.texts.byteLength + columns.reduce((sum, each) => sum + each.byteLength, 0)
  }

  /** The number of a new entry, or -1 - the number of the one that holds the value already; the first one stands. */
  add(value: string, details: Omit<ListEntry, 'value'> = {}): number {
    const { kind, form } = listValue(value, this.ignoreCase)
    const entry = this.values.add(form)
    if (entry < 0) return entry
    if (kind === 'network') this.noteLength(form)
    if (details.expiresMs !== undefined) this.endDays.set(entry, Math.ceil(details.expiresMs / DAY_MS))
    if (details.owner !== undefined) this.owners.set(entry, this.textNumber(details.owner))
    if (details.reason !== undefined) this.reasons.set(entry, this.textNumber(details.reason))
    return entry
  }

  /** `atMs` is the time of the payment, not the clock's, so that a replay asks the list as it stood. */
  has(value: string, atMs: number): boolean {
    return this.search(value, entry => this.counts(entry, atMs)) >= 0
  }

  /** The entry that counts at that time: the value itself, else its smallest network. */
  find(value: string, atMs: number): ListEntry | undefined {
    const entry = this.search(value, each => this.counts(each, atMs))
    return entry < 0 ? undefined : this.entry(entry)
  }

  /** Every entry that holds the value, ended ones too. */
  matches(value: string): ListEntry[] {
    const found: ListEntry[] = []
    this.search(value, entry => {
      found.push(this.entry(entry))
      return false
    })
    return found
  }

  *entries(): Generator<ListEntry> {
    for (let entry = 0; entry < this.size; entry++) yield this.entry(entry)
  }

  /** Gives back what was taken in advance. */
  trim(): void {
    this.values.trim()
    this.texts.trim()
    this.textNumbers.clear()
  }

  private entry(entry: number): ListEntry {
    const endDay = this.endDays.get(entry)
    const owner = this.owners.get(entry)
    const reason = this.reasons.get(entry)
    return {
      value: this.values.text(entry),
      ...(endDay === 0 ? {} : { expiresMs: endDay * DAY_MS }),
      ...(owner === 0 ? {} : { owner: this.texts.text(owner - 1) }),
      ...(reason === 0 ? {} : { reason: this.texts.text(reason - 1) }),
    }
  }

  private counts(entry: number, atMs: number): boolean {
    const endDay = this.endDays.get(entry)
    return endDay === 0 || atMs < endDay * DAY_MS
  }

  /** The first entry that holds the value and is good enough, or -1. */
  private search(value: string, isGood: (entry: number) => boolean): number {
    if (this.values.size === 0) return -1
    const { kind, form } = listValue(value, this.ignoreCase)
    const itself = this.values.find(form)
    if (itself >= 0 && isGood(itself)) return itself
    if (kind !== 'ip' || this.lengths4.length + this.lengths6.length === 0) return -1
    const isV6 = form.includes(':')
    const v4 = isV6 ? 0 : parseIpv4(form)
    const bytes = isV6 ? ipaddr.IPv6.parse(form).toByteArray() : []
    for (const length of isV6 ? this.lengths6 : this.lengths4) {
      const network = this.values.find(isV6 ? maskedIpv6(bytes, length) : maskedIpv4(v4, length))
      if (network >= 0 && isGood(network)) return network
    }
    return -1
  }

  private noteLength(network: string): void {
    const length = Number(network.slice(network.indexOf('/') + 1))
    const isV6 = network.includes(':')
    const known = isV6 ? this.lengths6 : this.lengths4
    if (known.includes(length)) return
    const lengths = [...known, length].sort((a, b) => b - a)
    if (isV6) this.lengths6 = lengths
    else this.lengths4 = lengths
  }

  /** Reasons and owners repeat, so each is kept once. */
  private textNumber(text: string): number {
    const known = this.textNumbers.get(text)
    if (known !== undefined) return known
    const added = this.texts.add(text)
    const number = added < 0 ? -added : added + 1
    if (this.textNumbers.size < TEXTS_REMEMBERED_MAX) this.textNumbers.set(text, number)
    return number
  }
}
