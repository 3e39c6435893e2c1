import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../services/free-port.ts'
import { waitUntil } from '../services/wait-until.ts'
import { type SigningGateway, signed } from './signing.ts'

/** `tripline intake` in a process of its own, which may be killed and started again at the same address. */
export class IntakeProcess {
  private readonly environment: Record<string, string>
  private readonly port: number
  /** Of /metrics, /healthz and /readyz. */
  readonly httpPort: number
  private child: ChildProcess | undefined
  private output = ''

  private constructor(environment: Record<string, string>, port: number, httpPort: number) {
    this.environment = environment
    this.port = port
    this.httpPort = httpPort
  }

  static async at(environment: Record<string, string>): Promise<IntakeProcess> {
    return new IntakeProcess(environment, await freePort(), await freePort())
  }

  /** Resolves when the address answers, whether or not the store can be reached. */
  async start(): Promise<void> {
    const ports = { TRIPLINE_INTAKE_PORT: String(this.port), TRIPLINE_HTTP_PORT: String(this.httpPort) }
    const child = spawn(process.execPath, ['dist/main.js', 'intake'], {
      env: { PATH: process.env.PATH, ...this.environment, ...ports },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', chunk => {
        this.output += chunk
      })
    }
    await waitUntil('the intake', 60_000, async () => {
      if (child.exitCode !== null) throw new Error(`the intake ended: ${this.output.slice(-2000)}`)
      return (await fetch(`http://127.0.0.1:${this.port}/`)).status === 404
    })
  }

  /** The status, and the answer as text. */
  async post(gateway: SigningGateway, body: string, path = `/${gateway}`): Promise<{ status: number; text: string }> {
    const { body: sent, headers } = signed(gateway, body, path)
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method: 'POST', body: sent, headers })
    return { status: response.status, text: await response.text() }
  }

  /** The status. */
  async postUnsigned(gateway: SigningGateway, body: string): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.port}/${gateway}`, { method: 'POST', body })).status
  }

  async page(path: string): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.httpPort}${path}`)).text()
  }

  async kill(): Promise<void> {
    if (this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<number | null> {
    const ended = once(this.child!, 'exit')
    this.child!.kill('SIGTERM')
    const [code] = await ended
    return code as number | null
  }

  get log(): string {
    return this.output
  }
}
