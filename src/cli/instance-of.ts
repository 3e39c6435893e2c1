import { hostname } from 'node:os'
import type { Settings } from '../settings.ts'

/** A process without a port of its own has no name that would be the same after a restart. */
export function instanceOf(settings: Settings): string | undefined {
  const port = settings['http.port']
  return settings['kafka.instance'] ?? (port === 0 ? undefined : `${hostname()}-${port}`.replaceAll(/[^\w.-]/g, '_'))
}
