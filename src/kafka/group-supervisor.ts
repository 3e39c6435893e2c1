import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { Outage } from '../model/problem.ts'
import { connectKafka } from './connection.ts'
import { Epoch } from './epoch.ts'
import { isHopeless, isUnreadableOrBug, messageOf } from './failure.ts'
import { explainGap, type Gap } from './gap.ts'
import { clientIdOf, type GroupEvents, GroupSession, type GroupSettings } from './group-session.ts'
import { persist } from './persist.ts'
import { predecessorsOf } from './predecessor.ts'
import type { KafkaSourceStatus } from './source.ts'
import { requireTopics } from './topics.ts'

export interface GroupOwner {
  /** Called whenever there may be something to take, or a failure to throw. */
  ring: () => void
  onStatus: ((status: KafkaSourceStatus) => void) | undefined
  /** Aborted when the source is closed. */
  signal: AbortSignal
}

const RESTART_PAUSE_MS_MIN = 50
const RESTART_PAUSE_MS_MAX = 5000
const DEATHS_IN_A_ROW_MAX = 3
const NOTHING_OWNED = new Epoch({})

/** Keeps a session going: begins again after every crash, because a crashed kafkajs consumer stays dead while the process lives. */
export class GroupSupervisor {
  /** Set when a person has to act, or when the client is broken: reading ends with it. */
  failure: unknown
  private readonly settings: GroupSettings
  private readonly owner: GroupOwner
  private readonly events: GroupEvents
  private session: GroupSession | undefined
  private running: Promise<void> | undefined
  private outage: string | undefined
  private reported = ''
  private gap: Gap | undefined

  constructor(settings: GroupSettings, owner: GroupOwner) {
    this.settings = settings
    this.owner = owner
    this.events = {
      arrived: owner.ring,
      assigned: () => this.report(this.outage),
      alive: () => {
        if (this.outage !== undefined) this.report(undefined)
      },
      trouble: reason => {
        if (this.outage === undefined) this.report(reason)
      },
      gap: gap => {
        this.gap = gap
      },
    }
  }

  get epoch(): Epoch {
    return this.session?.epoch ?? NOTHING_OWNED
  }

  start(): void {
    this.running ??= this.supervise().catch(error => this.fail(error))
  }

  status(): KafkaSourceStatus {
    const { partitions } = this.epoch
    const blocked = partitions.flatMap(each =>
      each.blocked ? [`${each.topic}[${each.partition}]: ${each.blocked}`] : [],
    )
    return { outage: this.outage, blocked, assigned: partitions.length }
  }

  readonly report = (outage: string | undefined): void => {
    this.outage = outage
    const status = this.status()
    const text = JSON.stringify(status)
    if (text !== this.reported) this.owner.onStatus?.(status)
    this.reported = text
  }

  freeze(): void {
    this.session?.freeze()
  }

  resumeWhereDrained(): void {
    this.session?.resumeWhereDrained()
  }

  async close(): Promise<void> {
    await this.session?.close()
    await this.running
  }

  private async supervise(): Promise<void> {
    const { signal } = this.owner
    await this.checkTopics()
    let predecessors = await this.predecessors()
    let pauseMs = RESTART_PAUSE_MS_MIN
    let deaths = 0
    while (!signal.aborted) {
      this.session = new GroupSession(this.settings, this.events, predecessors)
      predecessors = [] // only who was there before this process can be dead
      const beganMs = Date.now()
      const crash = await this.session.run()
      if (signal.aborted) return
      await this.session.close()
      const hasLasted = Date.now() - beganMs > RESTART_PAUSE_MS_MAX
      deaths = isUnreadableOrBug(crash) && !hasLasted ? deaths + 1 : 0
      if (this.gap !== undefined) return this.fail(await this.explained(this.gap))
      if (isHopeless(crash)) return this.fail(refused(crash))
      if (deaths >= DEATHS_IN_A_ROW_MAX) return this.fail(crash)
      this.report(messageOf(crash))
      if (hasLasted) pauseMs = RESTART_PAUSE_MS_MIN
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, RESTART_PAUSE_MS_MAX)
    }
  }

  private checkTopics(): Promise<unknown> {
    const { connection, topics } = this.settings
    const isFinal = (error: unknown): boolean => error instanceof Outage || isHopeless(error)
    const check = (): Promise<unknown> => this.ask(admin => requireTopics(admin, topics, connection.brokers))
    return persist(check, { isFinal, onOutage: this.report, signal: this.owner.signal }).catch(error => {
      throw isHopeless(error) ? refused(error) : error
    })
  }

  private async predecessors(): Promise<string[]> {
    const { instance, groupId } = this.settings
    if (instance === undefined) return []
    return this.ask(admin => predecessorsOf(admin, groupId, clientIdOf(this.settings))).catch(() => [])
  }

  private async explained(gap: Gap): Promise<Outage> {
    const sentence = await this.ask(admin => explainGap(gap, admin, this.settings.groupId)).catch(() => gap.message)
    return new Outage('kafka', sentence, gap)
  }

  private async ask<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    const { kafka, end } = connectKafka(this.settings.connection)
    const admin = kafka.admin()
    try {
      await admin.connect()
      return await act(admin)
    } finally {
      await end(admin.disconnect(), this.settings.closeMsMax)
    }
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.report(messageOf(error))
    this.owner.ring()
  }
}

/** No waiting mends it: somebody has to change a setting or a right. */
function refused(error: unknown): Outage {
  return new Outage('kafka', `Kafka refuses: ${messageOf(error)}`, error)
}
