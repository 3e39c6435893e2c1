import { createDecoder, createOutcomeDecoder } from '../decode/create-decoder.ts'
import { fetchCertificate } from '../intake/fetch-certificate.ts'
import { startIntakeServer } from '../intake/intake-server.ts'
import { verifiers } from '../intake/verifiers.ts'
import { Outage } from '../model/problem.ts'
import type { Settings } from '../settings.ts'
import { createMetrics } from '../telemetry/create-metrics.ts'
import { createLog, type Log } from '../telemetry/log.ts'
import { createReadiness } from '../telemetry/readiness.ts'
import { decoderOptions } from './decoder-options.ts'
import { fileStore, kafkaStore } from './intake-stores.ts'
import { listen, listenForHealth } from './listen.ts'
import { onStopSignal } from './on-stop-signal.ts'
import { settingsOrExplain } from './settings-or-explain.ts'

export interface IntakeCommandOptions {
  settings?: string
}

/** `tripline intake`: takes what gateways post until SIGTERM or SIGINT; exit 0 then, 1 when it could not start. */
export async function intakeCommand({ settings: path }: IntakeCommandOptions): Promise<number> {
  const settings = settingsOrExplain(path)
  if (settings === undefined) return 1
  const log = createLog(settings['log.level'])
  const keys = keysOf(settings)
  const gateways = Object.entries(keys).flatMap(([gateway, own]) => (own.length > 0 ? [gateway] : []))
  if (gateways.length === 0) {
    console.error('tripline: no gateway has keys, so no body could be trusted; set for example `intake.stripe_secrets`')
    return 1
  }
  const metrics = createMetrics()
  const readiness = createReadiness({ scores: false })
  const outages = new Map<string, string>()
  const onOutage = (dependency: string, reason: string | undefined): void => {
    if (outages.get(dependency) === reason) return
    if (reason === undefined) outages.delete(dependency)
    else outages.set(dependency, reason)
    readiness.outage(dependency, reason)
    metrics.outage(dependency, reason !== undefined)
    if (reason === undefined) log.info(`${dependency} can be written`)
    else log.warn(`${dependency} cannot be written`, { reason })
  }
  const brokers = settings['kafka.brokers']
  const store = brokers === undefined ? fileStore(settings, onOutage) : kafkaStore(settings, brokers, onOutage)
  const { secret } = settings
  const decoding = { ...decoderOptions(settings), format: 'json' as const }
  const bodyBytesMax = settings['intake.body_bytes_max']

  const health = await listenForHealth(settings, { log, metrics, readiness })
  const server =
    health === undefined
      ? undefined
      : await listen(settings, 'intake', log, address =>
          startIntakeServer({
            ...address,
            requestTimeoutMs: settings['intake.request_timeout_ms'],
            requestsMax: settings['intake.requests_max'],
            bodyBytesMax,
            store,
            verifiers: verifiers({
              keys,
              publicUrl: settings['intake.public_url'] ?? '',
              signatureAgeMsMax: settings['intake.signature_age_max'],
              bodyBytesMax,
              fetchCertificate,
            }),
            judge: { payments: createDecoder(decoding), outcomes: createOutcomeDecoder(decoding), secret },
            nowMs: () => Date.now(),
            onRequest: (gateway, result, seconds) => metrics.intake(gateway, result, seconds),
            onFault: error => sayFault(log, error),
          }),
        )
  if (health === undefined || server === undefined) {
    await store.close()
    await health?.close()
    return 1
  }
  const kept = brokers === undefined ? settings['intake.dir'] : 'kafka'
  log.info('taking', { gateways, intake: server.port, http: health.port, store: kept })
  const signal = await new Promise<NodeJS.Signals>(resolve => onStopSignal(resolve))
  log.info('stopping', { signal })
  readiness.stopping()
  await server.close(settings['shutdown.timeout_ms'])
  await store.close()
  await health.close()
  log.info('stopped')
  return 0
}

function keysOf(settings: Settings) {
  return {
    stripe: settings['intake.stripe_secrets'] ?? [],
    adyen: settings['intake.adyen_keys'] ?? [],
    paypal: settings['intake.paypal_webhook_ids'] ?? [],
    braintree: settings['intake.braintree_keys'] ?? [],
    shopify: settings['intake.shopify_secrets'] ?? [],
    square: settings['intake.square_keys'] ?? [],
    woocommerce: settings['intake.woocommerce_secrets'] ?? [],
  }
}

function sayFault(log: Log, error: unknown): void {
  if (error instanceof Outage) log.debug('answered with 503', { dependency: error.dependency, reason: error.message })
  else log.error('a body could not be worked on', { error })
}
