/** A service that cannot be had on this machine: one line that says what to install, and no stack. */
export class ServiceUnavailable extends Error {
  constructor(service: string, remedy: string, cause?: unknown) {
    super(`${service} is needed by the tests and cannot be had here: ${remedy}`, { cause })
    this.name = 'ServiceUnavailable'
    this.stack = `${this.name}: ${this.message}`
  }
}
