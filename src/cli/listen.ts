import type { Settings } from '../settings.ts'
import { type HealthServer, startHealthServer } from '../telemetry/health.ts'
import type { Log } from '../telemetry/log.ts'
import type { Watch } from './watch.ts'

type Listener = 'http' | 'intake'

/** Starts a server at the host and port of its settings; undefined when they cannot be had, which is logged. */
export async function listen<Server>(
  settings: Settings,
  which: Listener,
  log: Log,
  start: (address: { host: string; port: number }) => Promise<Server>,
): Promise<Server | undefined> {
  const [host, port] = [settings[`${which}.host`], settings[`${which}.port`]]
  try {
    return await start({ host, port })
  } catch (error) {
    log.error(`cannot listen on ${host}:${port}; choose another ${which}.port`, { error })
    return undefined
  }
}

/** /healthz, /readyz and /metrics. */
export function listenForHealth(settings: Settings, watch: Watch): Promise<HealthServer | undefined> {
  const { log, metrics, readiness } = watch
  return listen(settings, 'http', log, address =>
    startHealthServer({ ...address, registry: metrics.registry, readiness }),
  )
}
