/** Lets acts run one after another, in the order in which they were asked for; one that fails is no reason for the next to wait. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve()

  take<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = this.last.then(act)
    this.last = done.catch(() => undefined) // told to whoever asked
    return done
  }
}
