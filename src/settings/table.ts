/** Every setting, once: the name here is the name in the file, in the variable (`TRIPLINE_KAFKA_BROKERS`) and in code. */
import { INTAKE_SETTINGS } from './intake-table.ts'
import { boolean, choice, path, share, text, url, whole } from './kinds.ts'
import { fields, hostPorts } from './lists.ts'
import { duration, size } from './measures.ts'
import type { Setting } from './setting.ts'

/** Keys the hashes of a process that was given no secret: fit for trying things out and for nothing else. */
export const DEVELOPMENT_SECRET = 'tripline-development-secret'

const DAY_MS = 86_400_000
const MIB = 1024 ** 2

/** Topic names as Apache Kafka allows them. */
const TOPIC_NAME = { test: /^(?!\.{1,2}$)[\w.-]{1,249}$/, says: 'letters, digits, `.`, `_`, `-`' }

const topic = (name: string, help: string) =>
  text({
    default: name,
    help,
    pattern: TOPIC_NAME,
  })

export const SETTINGS = {
  'kafka.brokers': hostPorts({
    absent: 'no Kafka: payments are read from standard input, decisions written to standard output',
    help: 'Kafka brokers to start from.',
  }),
  'kafka.client_id': text({ default: 'tripline', help: 'The name that brokers log for this process.' }),
  'kafka.group': text({ default: 'tripline', help: 'Consumer group; processes of one group share the partitions.' }),
  'kafka.instance': text({
    absent: 'host name and http.port',
    pattern: { test: /^[\w.-]{1,200}$/, says: 'letters, digits, `.`, `_`, `-`' },
    help: 'Name of this process, the same after a restart and unlike that of any other: a restarted process takes the place of the dead one at once.',
  }),
  'kafka.tls': boolean({ default: false, help: 'Talk to the brokers over TLS.' }),
  'kafka.tls_ca_file': path({
    absent: 'the certificate authorities that Node knows',
    help: 'Certificate authority of the brokers, PEM.',
  }),
  'kafka.tls_cert_file': path({
    absent: 'no client certificate',
    help: 'Certificate that the brokers ask of their clients, PEM.',
  }),
  'kafka.tls_key_file': path({ absent: 'no client certificate', help: 'Private key of that certificate, PEM.' }),
  'kafka.sasl_mechanism': choice({
    values: ['plain', 'scram-sha-256', 'scram-sha-512'],
    absent: 'no sign-in',
    help: 'How to sign in to the brokers.',
  }),
  'kafka.sasl_username': text({ absent: 'no sign-in', help: 'User name for the brokers.' }),
  'kafka.sasl_password': text({ absent: 'no sign-in', secret: true, help: 'Password for the brokers.' }),
  'kafka.session_timeout_ms': whole({
    default: 30_000,
    unit: 'ms',
    min: 6000,
    max: 1_800_000,
    help: 'A process silent for this long loses its partitions to another one.',
  }),
  'topics.payments': topic('payments', 'Where payments come from.'),
  'topics.outcomes': text({
    default: 'payment-outcomes',
    help: 'Where outcomes come from (refunds, disputes, chargebacks …); `off` reads none and remembers no payments for them.',
    pattern: TOPIC_NAME,
  }),
  'topics.decisions': topic('risk-decisions', 'Where every decision goes.'),
  'topics.reviews': topic('risk-reviews', 'Where payments go whose action is review or block.'),
  'topics.dead_letters': topic('risk-dead-letters', 'Where records go that cannot be scored, with code and place.'),
  'decisions.emit': boolean({ default: true, help: 'Write every decision; when off, only reviews and dead letters.' }),
  'decisions.detail': choice({
    values: ['hits', 'all'],
    default: 'hits',
    help: 'What a decision lists: what its hits read, or every velocity.',
  }),
  format: choice({
    values: ['auto', 'json', 'avro', 'json-schema', 'protobuf'],
    default: 'auto',
    help: 'Form of the payments; auto tells plain JSON from records with a schema id.',
  }),
  'registry.url': url({
    schemes: ['http', 'https'],
    absent: 'no registry: only plain JSON can be read',
    help: 'Schema registry with the Confluent API.',
  }),
  'registry.username': text({ absent: 'no sign-in', help: 'User name for the registry.' }),
  'registry.password': text({ absent: 'no sign-in', secret: true, help: 'Password for the registry.' }),
  'redis.url': url({
    schemes: ['redis', 'rediss'],
    absent: 'no Redis: velocities are kept in memory and are lost with the process',
    help: 'Redis that keeps the velocities; `rediss` is Redis over TLS.',
  }),
  'redis.cluster': boolean({ default: false, help: '`redis.url` is a node of a Redis Cluster.' }),
  'redis.cluster_nodes': hostPorts({
    absent: 'only the node of `redis.url`',
    help: 'Further nodes to ask for the cluster, should that one be down.',
  }),
  'redis.username': text({ absent: 'the default user, or the one in `redis.url`', help: 'User name for Redis (ACL).' }),
  'redis.password': text({
    absent: 'no password, or the one in `redis.url`',
    secret: true,
    help: 'Password for Redis.',
  }),
  'redis.tls_ca_file': path({
    absent: 'the certificate authorities that Node knows',
    help: 'Certificate authority of Redis, PEM.',
  }),
  'redis.tls_cert_file': path({
    absent: 'no client certificate',
    help: 'Certificate that Redis asks of its clients, PEM.',
  }),
  'redis.tls_key_file': path({ absent: 'no client certificate', help: 'Private key of that certificate, PEM.' }),
  'redis.command_timeout_ms': whole({
    default: 5000,
    unit: 'ms',
    min: 100,
    max: 60_000,
    help: 'A command that takes longer counts as an outage.',
  }),
  'velocity.cache_bytes_max': size({
    default: 64 * MIB,
    min: MIB,
    max: 64 * 1024 * MIB,
    help: 'Memory for velocity logs that this process has read already.',
  }),
  'velocity.key_events_max': whole({
    default: 200_000,
    unit: 'events',
    min: 1_000,
    max: 5_000_000,
    help: 'How many events of one key are kept one by one; beyond it the oldest are folded into time buckets, and windows that reach into them are approximate.',
  }),
  'velocity.identity_keep': duration({
    default: 30 * DAY_MS,
    min: 3_600_000,
    max: 400 * DAY_MS,
    help: 'How long a payment id is remembered to tell repeats and conflicts.',
  }),
  'velocity.outcomes_keep': duration({
    default: 120 * DAY_MS,
    min: 3_600_000,
    max: 400 * DAY_MS,
    help: 'How long it is remembered where a payment was counted, and how long an outcome waits for its payment.',
  }),
  'rules.dir': path({ default: 'rules', help: 'Folder of rule files, lists and policy.' }),
  secret: text({
    default: DEVELOPMENT_SECRET,
    secret: true,
    lengthMin: 16,
    help: 'Keys every hash of a card, e-mail or address. All processes need the same one; another one makes velocities start over.',
  }),
  secret_next: text({
    absent: 'velocities are kept under one secret',
    secret: true,
    lengthMin: 16,
    help: 'Keeps velocities under this secret too, to change secrets without a gap: docs/secrets.md has the steps.',
  }),
  'metadata.fields': fields({
    types: ['text', 'number', 'boolean'],
    default: {},
    help: 'Metadata that payments may carry and rules may read; other metadata is ignored.',
  }),
  'payments.time_unit': choice({
    values: ['iso', 's', 'ms'],
    default: 'iso',
    help: 'How payments write their time: ISO 8601, or seconds or milliseconds since 1970.',
  }),
  'desk.database_url': text({
    default: 'out/desk',
    secret: true,
    help: 'Where cases are kept: `postgres://user:password@host/database`, or a folder for PostgreSQL inside the process, which has one user at a time.',
  }),
  'desk.group': text({
    default: 'tripline-desk',
    help: 'Consumer group of `tripline desk`; processes of one group share the partitions.',
  }),
  'dead_letters.share_max': share({
    default: 0.05,
    help: 'When more than this share of the records of a minute cannot be read, their partition is held back; 1 lets them all go to the dead letters.',
  }),
  'batch.records_max': whole({
    default: 250,
    unit: 'records',
    min: 1,
    max: 10_000,
    help: 'Most payments that are scored together.',
  }),
  'queue.records_max': whole({
    default: 2500,
    unit: 'records',
    min: 1,
    max: 1_000_000,
    help: 'Records held ready; when it is full, fetching pauses.',
  }),
  'http.host': text({ default: '127.0.0.1', help: 'Where /metrics, /healthz and /readyz listen; 0.0.0.0 for all.' }),
  'http.port': whole({
    default: 9464,
    unit: 'port',
    min: 0,
    max: 65_535,
    help: 'Port for the same; 0 takes a free one.',
  }),
  'log.level': choice({
    values: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
    help: 'The least that is logged: warn is to be looked at today, error now.',
  }),
  'tracing.otlp_url': url({
    schemes: ['http', 'https'],
    absent: 'no spans are made',
    help: 'Where OpenTelemetry takes spans over HTTP, such as http://collector:4318; docs/tracing.md says what is sent.',
  }),
  'shutdown.timeout_ms': whole({
    default: 10_000,
    unit: 'ms',
    min: 0,
    max: 600_000,
    help: 'How long a stopping process may take to finish the batches it holds.',
  }),
  ...INTAKE_SETTINGS,
} as const satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof SETTINGS

export type Settings = {
  readonly [Name in SettingName]: (typeof SETTINGS)[Name] extends Setting<infer T> ? T : never
}

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]

/** `kafka.brokers` → `TRIPLINE_KAFKA_BROKERS`. */
export function variableOf(name: SettingName): string {
  return `TRIPLINE_${name.toUpperCase().replace('.', '_')}`
}
