import { verify, X509Certificate } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Verify } from './signed-request.ts'

/** Fetches the certificate at a URL, PEM. Throws `Outage` when it cannot be had now. */
export type FetchCertificate = (url: string) => Promise<string>

const HOSTS = ['api.paypal.com', 'api-m.paypal.com', 'api.sandbox.paypal.com', 'api-m.sandbox.paypal.com']
const PATH = /^\/v1\/notifications\/certs\/[\w-]{1,200}$/
const CERTIFICATES_MAX = 20

/**
 * PayPal signs `TRANSMISSION_ID|TIME|WEBHOOK_ID|CRC32` with RSA and SHA-256; the CRC-32 of the body is written in decimal. The certificate's address stands
 * in a header, so it is fetched only from PayPal's own hosts, and must be PayPal's and valid now. Source: PayPal,
 * "Integrate webhooks", verification by oneself.
 */
export function verifyPaypal(webhookIds: readonly string[], fetchCertificate: FetchCertificate): Verify {
  const certificates = new Map<string, X509Certificate>()

  async function certificateAt(url: string): Promise<X509Certificate | undefined> {
    const known = certificates.get(url)
    if (known !== undefined) return known
    const certificate = read(await fetchCertificate(url))
    if (certificate === undefined) return undefined
    if (certificates.size >= CERTIFICATES_MAX) certificates.clear()
    certificates.set(url, certificate)
    return certificate
  }

  return async ({ header, body, nowMs }) => {
    const url = header('paypal-cert-url') ?? ''
    const id = header('paypal-transmission-id')
    const time = header('paypal-transmission-time')
    const signature = header('paypal-transmission-sig')
    if (id === undefined || time === undefined || signature === undefined) return false
    if (header('paypal-auth-algo')?.toUpperCase() !== 'SHA256WITHRSA' || !isPaypals(url)) return false
    const certificate = await certificateAt(url)
    if (certificate === undefined || !isValid(certificate, nowMs)) return false
    const bytes = Buffer.from(signature, 'base64')
    const checksum = crc32(body)
    return webhookIds.some(webhookId =>
      verify('sha256', Buffer.from(`${id}|${time}|${webhookId}|${checksum}`), certificate.publicKey, bytes),
    )
  }
}

function isPaypals(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text)
  const isPlain = port === '' && username === '' && password === '' && search === ''
  return protocol === 'https:' && HOSTS.includes(hostname) && isPlain && PATH.test(pathname)
}

function read(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    // What the address answered with is no certificate, so it vouches for nothing.
    return undefined
  }
}

function isValid(certificate: X509Certificate, nowMs: number): boolean {
  const name = /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? ''
  const isTime = Date.parse(certificate.validFrom) <= nowMs && nowMs <= Date.parse(certificate.validTo)
  return isTime && /(?:^|\.)paypal\.com$/i.test(name) && certificate.publicKey.asymmetricKeyType === 'rsa'
}
