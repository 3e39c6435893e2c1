import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES_DIR } from './places.ts'

export interface Program {
  pid: number
  /** Rejects as soon as the program ends; never resolves. Race it with a readiness check. */
  ended: Promise<never>
  kill(signal: NodeJS.Signals): void
  /** Asks it to end and waits; kills it after `graceMs`. */
  stop(graceMs?: number): Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program with its output in `.services/NAME.log`. It dies with this process, however this process ends. */
export function startProgram(name: string, command: string, args: readonly string[], cwd?: string): Program {
  mkdirSync(SERVICES_DIR, { recursive: true })
  const logPath = join(SERVICES_DIR, `${name}.log`)
  const log = openSync(logPath, 'w')
  const [file, ...rest] = [...diesWithParent(), command, ...args] as [string, ...string[]]
  const child = spawn(file, rest, { cwd, stdio: ['ignore', log, log] })
  running.add(child)
  const gone = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal}`))
  }).finally(() => running.delete(child))
  const ended = gone.then(reason => Promise.reject(new Error(`${name} ended (${reason}), see ${logPath}`)))
  ended.catch(() => undefined) // only a caller that races it wants to know
  return {
    pid: child.pid ?? 0,
    ended,
    kill: signal => void child.kill(signal),
    async stop(graceMs = 10_000) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await gone
      clearTimeout(timer)
    },
  }
}

/** Linux can tie a child to its parent, so that even kill -9 on the test run leaves nothing behind. */
function diesWithParent(): string[] {
  return process.platform === 'linux' && isInstalled('setpriv', '--version') ? ['setpriv', '--pdeathsig', 'KILL'] : []
}

export function isInstalled(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 10_000 })
    return true
  } catch {
    return false
  }
}
