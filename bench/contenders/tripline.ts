import { rmSync } from 'node:fs'
import { startProgram } from '../../test/services/program.ts'
import type { Contender } from '../contest/contender.ts'
import { writeJobRules } from '../job/write-job-rules.ts'
import { imageCommand, imageEnvironment } from './as-in-the-image.ts'

/** `tripline run` with its default settings, started as the image does; outcomes are off, because the others read none. */
export function triplineContender(processes = 1): Contender {
  return {
    name: processes === 1 ? 'Tripline' : `Tripline, ${processes} processes`,
    durability: 'in at least once; counts exact, also after crashes and repeats; outputs acknowledged before commit',
    async start({ brokers, redisUrl, name, topics, job }) {
      const rules = writeJobRules(job)
      const removeRules = () => rmSync(rules, { recursive: true, force: true })
      process.once('exit', removeRules)
      const programs = Array.from({ length: processes }, (_, number) => {
        const environment = {
          TRIPLINE_KAFKA_BROKERS: brokers,
          TRIPLINE_KAFKA_GROUP: name,
          TRIPLINE_KAFKA_INSTANCE: `${name}-${number}`,
          TRIPLINE_TOPICS_PAYMENTS: topics.payments,
          TRIPLINE_TOPICS_OUTCOMES: 'off',
          TRIPLINE_TOPICS_DECISIONS: topics.decisions,
          TRIPLINE_TOPICS_REVIEWS: topics.reviews,
          TRIPLINE_TOPICS_DEAD_LETTERS: topics.deadLetters,
          TRIPLINE_REDIS_URL: redisUrl,
          TRIPLINE_SECRET: `secret of ${name}`,
          TRIPLINE_RULES_DIR: rules,
          TRIPLINE_HTTP_PORT: '0',
          TRIPLINE_LOG_LEVEL: 'warn',
          ...imageEnvironment(),
        }
        const assigned = Object.entries(environment).map(([variable, value]) => `${variable}=${value}`)
        return startProgram(`bench-tripline-${number}`, 'env', [...assigned, ...imageCommand(), 'run'])
      })
      return {
        pids: programs.map(({ pid }) => pid),
        ended: Promise.race(programs.map(({ ended }) => ended)),
        async stop() {
          await Promise.all(programs.map(program => program.stop()))
          process.off('exit', removeRules)
          removeRules()
        },
      }
    },
  }
}
