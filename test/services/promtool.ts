import { spawnSync } from 'node:child_process'
import { installPackage } from './apt.ts'
import { preferDocker } from './docker.ts'
import { isInstalled } from './program.ts'
import { PROMETHEUS_IMAGE } from './prometheus.ts'

export type Promtool = (...args: string[]) => { status: number | null; output: string }

/** Prometheus' own checker, run in the folder that this process runs in: the program, or the one in the image. */
export async function findPromtool(): Promise<Promtool> {
  const onMachine = runs('promtool')
  if (isInstalled('promtool', '--version')) return onMachine
  const mount = ['--volume', `${process.cwd()}:/work:ro`, '--workdir', '/work']
  const inContainer = runs('docker', 'run', '--rm', ...mount, '--entrypoint', 'promtool', PROMETHEUS_IMAGE)
  return preferDocker(
    async () => inContainer,
    async () => {
      await installPackage('promtool', 'promtool', 'prometheus')
      return onMachine
    },
  )
}

function runs(command: string, ...before: string[]): Promtool {
  return (...args) => {
    const { status, stdout, stderr } = spawnSync(command, [...before, ...args], { encoding: 'utf8' })
    return { status, output: stdout + stderr }
  }
}
