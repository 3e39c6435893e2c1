import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { Problem } from '../model/problem.ts'
import type { SettingName, Settings } from './table.ts'

/** Reads a file that a setting names. Throws what the file system throws. */
export type ReadText = (path: string) => string

type At = (name: SettingName) => Pick<Problem, 'field' | 'place'>
type PemSetting = Extract<SettingName, `${string}.tls_${string}_file`>

const SERVERS = ['kafka', 'redis'] as const

/** Finds certificates and keys that cannot be read, before a connection fails on them with words of its own. */
export function checkPemFiles(settings: Settings, at: At, readText: ReadText): Problem[] {
  const problems: Problem[] = []
  const read = <T>(name: PemSetting, what: string, parse: (pem: string) => T): T | undefined => {
    const path = settings[name]
    if (path === undefined) return undefined
    const complain = (says: string): undefined => {
      problems.push({ code: 'unreadable-file', severity: 'error', ...at(name), message: `\`${name}\` ${says}` })
    }
    let text: string
    try {
      text = readText(path)
    } catch (error) {
      return complain(
        `names a file that cannot be read: ${error instanceof Error && 'code' in error ? error.code : error}`,
      )
    }
    try {
      return parse(text)
    } catch {
      return complain(`names a file that holds no ${what} in PEM form`)
    }
  }
  for (const server of SERVERS) {
    const [certificateFile, keyFile] = [`${server}.tls_cert_file`, `${server}.tls_key_file`] as const
    read(`${server}.tls_ca_file`, 'certificate', pem => new X509Certificate(pem))
    const own = read(certificateFile, 'certificate', pem => new X509Certificate(pem))
    const key = read(keyFile, 'private key without a passphrase', pem => createPrivateKey(pem))
    if (own === undefined || key === undefined || own.checkPrivateKey(key)) continue
    const message = `\`${keyFile}\` holds another key than the one of \`${certificateFile}\``
    problems.push({ code: 'clashing-settings', severity: 'error', ...at(keyFile), message })
  }
  return problems
}
