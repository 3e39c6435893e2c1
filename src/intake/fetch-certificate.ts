import { Outage } from '../model/problem.ts'

const TIMEOUT_MS = 3000
const CHARACTERS_MAX = 65_536

/** From where a header of PayPal's says; the caller has made sure that it is PayPal's host. Follows no redirection. */
export async function fetchCertificate(url: string): Promise<string> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await response.text()
    if (response.status >= 500 || response.status === 429) throw new Error(`status ${response.status}`)
    return response.ok && text.length <= CHARACTERS_MAX ? text : ''
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Outage('paypal', `the certificate of a signature cannot be fetched: ${reason}`, error)
  }
}
