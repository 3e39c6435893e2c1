/** Something that is waited for and happens once. */
export class Signal {
  readonly given: Promise<void>
  private resolve: () => void = () => undefined

  constructor() {
    this.given = new Promise(resolve => {
      this.resolve = resolve
    })
  }

  give(): void {
    this.resolve()
  }
}
