import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Stage, Worker } from '../../end-to-end/stage.ts'

export interface DeskOptions {
  stage: Stage
  /** `postgres://…`: a folder has one user at a time, and people work beside the desk. */
  databaseUrl: string
  rulesDir: string
}

interface ListedCase {
  caseId: string
  queue: string
  handling: string
}

/** May resolve what is below 5,000 without a second person. */
const PERSON = 'ben'

/** `tripline desk`, and the people who work with it by `tripline case`. */
export class DeskOfRun {
  private readonly options: DeskOptions
  private readonly worker: Worker
  /** People stay with the queue that they began with. */
  private queue: string | undefined

  private constructor(options: DeskOptions, worker: Worker) {
    this.options = options
    this.worker = worker
  }

  /** Resolves when the desk is ready. */
  static async start(options: DeskOptions): Promise<DeskOfRun> {
    const { stage, databaseUrl, rulesDir } = options
    const settings = {
      TRIPLINE_DESK_DATABASE_URL: databaseUrl,
      TRIPLINE_DESK_GROUP: `${stage.name}-desk`,
      TRIPLINE_RULES_DIR: rulesDir,
    }
    const worker = await stage.launchWorker(settings, 'desk')
    await worker.ready()
    return new DeskOfRun(options, worker)
  }

  get port(): number {
    return this.worker.port
  }

  /** Resolves two reviews that one person may decide: one was fraud, one was not. */
  async resolveTwo(): Promise<void> {
    const cases = await this.cases()
    const [first, second] = cases.filter(
      ({ handling, queue }) => handling === 'self' && queue === (this.queue ?? queue),
    )
    if (first === undefined || second === undefined)
      throw new Error(`fewer than two cases to resolve, of ${cases.length}`)
    this.queue = first.queue
    await this.case('resolve', first.caseId, '--as', PERSON, '--to', 'refuse', '--label', 'fraud')
    await this.case('resolve', second.caseId, '--as', PERSON, '--to', 'release', '--label', 'legit')
  }

  /** Reviews that nobody has touched. */
  async cases(): Promise<ListedCase[]> {
    const listed = await this.case('list', '--kind', 'review', '--state', 'open', '--limit', '1000', '--json')
    return listed.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line) as ListedCase]))
  }

  /** `tripline case …`: what it prints. */
  async case(...args: readonly string[]): Promise<string> {
    const { databaseUrl, rulesDir } = this.options
    const place = ['--database', databaseUrl, '--rules', rulesDir]
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/main.js', 'case', ...args, ...place], {
      env: { PATH: process.env.PATH },
      maxBuffer: 1 << 24,
    })
    return stdout
  }
}
