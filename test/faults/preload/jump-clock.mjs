/** Loaded into a worker with `--import`: its clock is right, an hour ahead and an hour behind by turns. */
const SHIFTS_MS = [0, 3_600_000, 0, -3_600_000]
const EVERY_MS = 1500

const RealDate = Date
const shiftMs = () => SHIFTS_MS[Math.floor(performance.now() / EVERY_MS) % SHIFTS_MS.length]

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + shiftMs()] : args))
  }

  static now() {
    return RealDate.now() + shiftMs()
  }
}
