/** One whole number for each entry of a list; 0 where none was set. Takes no room until one is. */
export class IntColumn {
  private values = new Int32Array(0)

  static unpack(values: Int32Array<ArrayBuffer>): IntColumn {
    const column = new IntColumn()
    column.values = values
    return column
  }

  /** The column's own array: it must not be asked any more once that is given away. */
  pack(): Int32Array<ArrayBuffer> {
    return this.values
  }

  get(entry: number): number {
    return this.values[entry] ?? 0
  }

  set(entry: number, value: number): void {
    if (value === 0 && entry >= this.values.length) return
    if (entry >= this.values.length) {
      const larger = new Int32Array(Math.max(16, (entry + 1) * 2))
      larger.set(this.values)
      this.values = larger
    }
    this.values[entry] = value
  }

  get byteLength(): number {
    return this.values.byteLength
  }
}
