import { readFileSync } from 'node:fs'
import type { Settings } from '../settings.ts'

/** What Node's TLS takes, as text. A file that was given is there and is PEM: the settings were checked for it. */
export interface TlsFiles {
  ca?: string
  cert?: string
  key?: string
}

/** The PEM files that the settings name for a server; none where they name none. */
export function readTlsFiles(settings: Settings, server: 'kafka' | 'redis'): TlsFiles {
  const files = {
    ca: settings[`${server}.tls_ca_file`],
    cert: settings[`${server}.tls_cert_file`],
    key: settings[`${server}.tls_key_file`],
  }
  const given = Object.entries(files).filter(([, path]) => path !== undefined)
  return Object.fromEntries(given.map(([name, path]) => [name, readFileSync(path!, 'utf8')]))
}
