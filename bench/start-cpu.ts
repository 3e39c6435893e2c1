/** CPU of this process and its threads from now on: what is answered tells it, in µs. */
export function startCpu(): () => number {
  const started = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(started)
    return user + system
  }
}
