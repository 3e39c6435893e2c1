/** CPU of this process and its threads while the act goes on, µs. */
export async function cpuMicros(act: () => unknown): Promise<number> {
  const started = process.cpuUsage()
  await act()
  const { user, system } = process.cpuUsage(started)
  return user + system
}
