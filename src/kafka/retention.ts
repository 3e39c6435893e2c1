import type { Admin } from 'kafkajs'

/** The number of topics among the kinds of resource; kafkajs exports it in a form that modules cannot import. */
const TOPIC = 2

/**
 * For how many milliseconds a topic keeps records by time: infinity for ever, undefined where the broker does not say
 * (rights are missing). What `retention.bytes` and compaction take away earlier is not told.
 */
export async function retentionMs(admin: Admin, topic: string): Promise<number | undefined> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: TOPIC, name: topic, configNames: ['retention.ms', 'cleanup.policy'] }],
  })
  const values = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]))
  if (values.get('cleanup.policy')?.includes('delete') === false) return Number.POSITIVE_INFINITY
  const ms = Number(values.get('retention.ms'))
  if (!values.has('retention.ms') || Number.isNaN(ms)) return undefined
  return ms < 0 ? Number.POSITIVE_INFINITY : ms
}
