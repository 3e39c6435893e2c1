import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES_DIR } from '../services/places.ts'

/** Paths of PEM files. */
export interface Certificates {
  authority: string
  server: Pair
  client: Pair
  /** An authority that signed none of them. */
  stranger: string
}

interface Pair {
  certificate: string
  key: string
}

/** Makes an authority, and certificates by it for a server on 127.0.0.1 and for a client, all for one day. */
export function makeCertificates(): Certificates {
  mkdirSync(SERVICES_DIR, { recursive: true })
  const folder = mkdtempSync(join(SERVICES_DIR, 'certificates-'))
  const authority = makeAuthority(folder, 'authority')
  const extensions = join(folder, 'extensions')
  writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
  return {
    authority: authority.certificate,
    server: sign(folder, 'server', authority, extensions),
    client: sign(folder, 'client', authority, extensions),
    stranger: makeAuthority(folder, 'stranger').certificate,
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']

function makeAuthority(folder: string, name: string): Pair {
  const pair = pairOf(folder, name)
  const subject = `/CN=${name} of the tests`
  openssl('req', '-x509', ...newKey, '-days', '1', '-subj', subject, '-keyout', pair.key, '-out', pair.certificate)
  return pair
}

function sign(folder: string, name: string, authority: Pair, extensions: string): Pair {
  const pair = pairOf(folder, name)
  const request = join(folder, `${name}.csr`)
  openssl('req', ...newKey, '-subj', `/CN=${name} of the tests`, '-keyout', pair.key, '-out', request)
  const by = ['-CA', authority.certificate, '-CAkey', authority.key, '-CAcreateserial', '-extfile', extensions]
  openssl('x509', '-req', '-in', request, ...by, '-days', '1', '-out', pair.certificate)
  return pair
}

function pairOf(folder: string, name: string): Pair {
  return { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' })
}
