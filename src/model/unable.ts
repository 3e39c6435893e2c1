/** This process cannot do what was asked for, and says what would help: the message is for a person, and stands by itself. No retry helps. */
export class Unable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'Unable'
  }
}
