import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second, whatever the kernel was built for (USER_HZ, `man 5 proc`). */
const TICKS_PER_SECOND = 100
const USER_TIME = 11
const SYSTEM_TIME = 12

/** CPU seconds, of user and system, that a process and its threads have taken. */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets and may hold anything; those after it are numbered from the state.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_PER_SECOND
}

/** The most memory that a process had resident since it began, bytes. */
export function peakResidentBytes(pid: number): number {
  return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
