import type { Job } from '../job/job.ts'

/** Where one contender runs: topics of its own on the broker that all share, and a Redis of its own. */
export interface Course {
  brokers: string
  redisUrl: string
  /** Also the consumer group. */
  name: string
  topics: { payments: string; decisions: string; reviews: string; deadLetters: string }
  job: Job
}

/** Something that does the job: reads payments, writes a decision for each, and a review for those that are not allowed. */
export interface Contender {
  name: string
  /** What a crash costs: of the counts, and of the outputs. */
  durability: string
  /** The most payments that it is asked for, where the stream of the others would take too long. */
  paymentsMax?: number
  start(course: Course): Promise<Entry>
}

/** A contender that runs. */
export interface Entry {
  pids: readonly number[]
  /** Rejects when a process of it ends by itself. */
  ended: Promise<never>
  /** Bytes that it keeps for counts, where they are not in Redis; taken while it stands still. */
  stateBytes?(): Promise<number>
  stop(): Promise<void>
}

/** What a contender's process is told, for those that are not Tripline. */
export function courseEnvironment({ brokers, redisUrl, name, topics, job }: Course): Record<string, string> {
  return {
    BENCH_BROKERS: brokers,
    BENCH_REDIS: redisUrl,
    BENCH_GROUP: name,
    BENCH_PAYMENTS: topics.payments,
    BENCH_DECISIONS: topics.decisions,
    BENCH_REVIEWS: topics.reviews,
    BENCH_RULES: String(job.rules),
  }
}
