/**
 * What Tripline needs from outside. Each port has an embedded and a real adapter, and both pass one contract suite in
 * test/contracts. Adapters are built in src/cli and nowhere else.
 */
import type { VelocityEvent, Verdict } from './velocity/event.ts'
import type { OutcomeEvent, OutcomeVerdict } from './velocity/outcome-event.ts'
import type { VelocityPlan } from './velocity/plan.ts'

/** One record as the log gives it. */
export interface EventRecord {
  topic: string
  partition: number
  /** Grows within a partition; a line number for files. */
  offset: bigint
  /** The broker's time for the record; for files, absent. Milliseconds since 1970. */
  timestampMs?: number
  key: Buffer | null
  value: Buffer | null
  headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>
}

/** Records that arrived together: in order within each partition, at most `batchRecordsMax` of them. */
export interface EventBatch {
  records: EventRecord[]
  /**
   * Says that every output of this batch is acknowledged, so the records need never come again. Called once per batch,
   * in the order in which the batches came. Quietly does nothing for partitions that this process no longer owns.
   */
  commit(): Promise<void>
  /** False once a partition of this batch went to another process: its outputs may still be written, its commit will not. */
  isOwned(): boolean
  /** The same object until this process is assigned partitions anew; absent where that never happens. */
  assignment?: object
  /**
   * Takes the records of one partition out of this batch before they are worked on: they leave `records`, this batch's
   * commit does not pass them, and nothing more of that partition is given until the answered function is called; then
   * they are given again, in order. The other partitions go on. Called before the next batch is taken. When the partition
   * goes to another process the holding ends with it.
   */
  holdBack(place: PartitionPlace): () => void
}

export interface PartitionPlace {
  topic: string
  partition: number
}

/**
 * Promises: at-least-once, in order within a partition. Leaves out: order between partitions; freedom from repeats.
 */
export interface EventSource {
  /** Ends when the input ends or after `stop`. Throws `Outage` only when waiting cannot help. */
  batches(): AsyncIterable<EventBatch>
  /** Asks for no further batches; those already given may still be committed. */
  stop(): Promise<void>
  /** Commits what it can and lets go of every connection. */
  close(): Promise<void>
}

export type OutputTopic = 'decisions' | 'reviews' | 'dead-letters' | 'payments' | 'outcomes'

export interface Output {
  topic: OutputTopic
  key: string
  /** The bytes as they will be read. */
  value: string
  headers?: Record<string, string>
}

/** Promises: when `emit` resolves, every output is durable. Retries outages by itself and never drops an output. */
export interface DecisionSink {
  emit(outputs: Output[]): Promise<void>
  close(): Promise<void>
}

/**
 * Remembers events and answers what was counted as of each of them.
 *
 * Promises, for each event given to `count`:
 * - it is remembered once, however often it is given, and by however many processes;
 * - appending it to the logs of its keys and reading those logs is one atomic act (per shard);
 * - its `read` answers as of the event's first position in each log, so a repeated event gets the same values;
 * - on an outage nothing is half done that a second call with the same events does not make whole.
 * Leaves out: any order between events of different keys.
 */
export interface VelocityStore {
  /**
   * Events in log order. Answers one `Counted` per event, in the same order. Throws `Outage` when the store is down. The next
   * call may come before these answers were read: what they read stays as it is until `read` resolves, which must not wait
   * for that call.
   */
  count(plan: VelocityPlan, events: readonly VelocityEvent[], read?: Promise<unknown>): Promise<Counted[]>
  /**
   * Tells what `count` is given next, so that the store can do ahead what needs no answer, while the batch before is under way. What
   * the batch before that was answered has been read by then.
   */
  prepare?(plan: VelocityPlan, events: readonly VelocityEvent[]): void
  close(): Promise<void>
}

/** A velocity store that was opened for outcomes. */
export interface OutcomeStore {
  /**
   * Counts outcomes under the keys of their payments, each once however often and in whatever order the two come: what comes
   * before its payment is parked, and counted with it. Throws `Outage` when the store is down.
   */
  countOutcomes(plan: VelocityPlan, outcomes: readonly OutcomeEvent[]): Promise<OutcomeVerdict[]>
}

/** What the store knows about one event. Valid until the next call of `count` resolves. */
export interface Counted {
  verdict: Verdict
  /**
   * The value of velocity number `index` of the plan for this event, computed on first use. Absent (`undefined`) when a
   * key is absent, or when the function of nothing is absent. Amounts are in base currency, major units.
   */
  read(index: number): number | boolean | undefined
  /**
   * Where it is plain without adding anything up that the velocity is there: negative when it says less than `limit`, a whole
   * number, and positive when it says that much or more. 0 says nothing. For velocities that say how many of something
   * there are, see `saysHowMany`.
   */
  comparedWith(index: number, limit: number): number
  /** True when the value of velocity `index` is not exact: a sum that has come to the largest exact number. */
  isApproximate(index: number): boolean
}

/** Everything in a partition before an offset. */
export interface LogPosition {
  topic: string
  partition: number
  offset: bigint
}

/** What a velocity store says of its own state. */
export interface StateMark {
  /** Random, given when the state began: another one means that the state which was known is gone. */
  id: string
  /** How far each partition is counted: everything before the offset is in the logs. */
  counted: readonly LogPosition[]
}

/** How far a batch takes one partition, and where the partition must stand already for that to be true. */
export interface Advance {
  topic: string
  partition: number
  from: bigint
  to: bigint
}

/**
 * A store whose state may be lost behind our back (a flush, a failover, a restart without persistence). It keeps a mark
 * beside the logs, written in the same atomic act, so that a loss takes the mark along with what it marks.
 */
export interface MarkedVelocityStore extends VelocityStore {
  /** The mark; begins a new state, with a new id, where there is none. */
  mark(): Promise<StateMark>
  /**
   * As `count`, and notes how far the partitions have come. Answers `'changed'`, having counted nothing, when the state
   * may be another one: it has another id, a partition stands before its `from`, or there was a new connection since
   * `mark`. The mark has to be read again then.
   */
  countMarked(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    id: string,
    advances: readonly Advance[],
    read?: Promise<unknown>,
  ): Promise<Counted[] | 'changed'>
  /** Takes or renews a lease that ends by itself; false while someone else holds it. 0 ms lets it go. */
  lease(owner: string, ms: number): Promise<boolean>
}

/**
 * Takes events of the past in the order of the log, repeats and changes of status too, and puts those into the plan's logs
 * that are not there. Answers how many records that were. Throws `Outage`; the same events may be given again then.
 */
export type Filling = (plan: VelocityPlan, events: readonly VelocityEvent[]) => Promise<number>

/** A store whose logs can be filled from history while payments are counted. */
export interface FillableStore {
  filling(): Filling
}

/** The same for outcomes. */
export interface MarkedOutcomeStore {
  /** As `countOutcomes`; or `'changed'`, having counted none, where `countMarked` would say so. */
  countOutcomesMarked(
    plan: VelocityPlan,
    outcomes: readonly OutcomeEvent[],
    id: string,
  ): Promise<OutcomeVerdict[] | 'changed'>
}

/** What a partition holds, and how far the group has come in it. */
export interface PartitionExtent {
  topic: string
  partition: number
  /** First offset that is still there, and the one after the last. */
  low: bigint
  high: bigint
  /** Where the group goes on; undefined when it has committed nothing. */
  committed: bigint | undefined
}

export interface LogRange {
  topic: string
  partition: number
  from: bigint
  /** The offset after the last. */
  to: bigint
}

/** Some records of one partition, in order, and the part of the range that is done with them. */
export interface HistoryPart extends LogRange {
  records: EventRecord[]
}

/**
 * Reads records again, outside of the group: it commits nothing and takes no partition from anybody. Throws `Outage` when
 * the log cannot be reached.
 */
export interface History {
  extents(): Promise<PartitionExtent[]>
  /** By partition, the first record that the log got at or after the time; the end of the log where there is none. */
  positionsAt(timeMs: number): Promise<LogPosition[]>
  /** For how long a topic keeps records: infinity for ever, undefined when it does not say. Milliseconds. */
  keepsMs(topic: string): Promise<number | undefined>
  /** Ends when every range is done. Parts of one partition come in order and without gaps. */
  read(ranges: readonly LogRange[]): AsyncIterable<HistoryPart>
}

export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
}

/** Dates go as ISO 8601 text or `Date`; lists and objects as JSON text, for `jsonb_to_recordset` and the like. */
export type SqlValue = string | number | boolean | Date | null

/** Runs one statement of PostgreSQL's dialect with `$1` placeholders. Whole numbers of 64 bits come back as numbers, decimals and dates without a time as text. */
export interface Sql {
  query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]>
}

/**
 * Where cases and what they stand on are kept. Promises: what a transaction that resolved has written is durable; one that
 * rejects has written nothing. Transactions see what was committed before each of their statements, as PostgreSQL's `read
 * committed`: lock the rows that you decide by (`for update`). Throws `Outage` when the database is down.
 */
export interface Database extends Sql {
  /** The act may run again from its start after a deadlock, so it does nothing that cannot be repeated. */
  transaction<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result>
  /** Several statements without values, for schemas. */
  execute(statements: string): Promise<void>
  close(): Promise<void>
}
