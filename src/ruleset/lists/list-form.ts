import { isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'
import { emailFacts } from '../../enrich/email.ts'
import { lowerNfc } from '../../enrich/email-normalise.ts'
import { dotted, parseIpv4 } from '../../enrich/ip-address.ts'

/** RFC 5321's length, one `@`, and nothing that only stands in sentences. */
const EMAIL = /^[^\s@,;:<>()[\]\\"]{1,64}@[^\s@,;:<>()[\]\\"]+\.[^\s@.,;:<>()[\]\\"]+$/
const EMAIL_LENGTH_MAX = 254

/** What a value of a list is, by how it looks. */
export type ValueKind = 'ip' | 'network' | 'email' | 'text'

export interface ListValue {
  kind: ValueKind
  /** The one form of all spellings: what is kept, and what is looked for. */
  form: string
}

/**
 * The one form of a value, the same for what a list holds and for what is looked for in it: e-mail addresses as the fact
 * `email` (a mailbox is one value however it is spelled), IP addresses and networks in canonical text, an IPv4 address
 * inside IPv6 as IPv4, every other text as it is, or in lower case where the list ignores case.
 */
export function listValue(value: string, ignoreCase: boolean): ListValue {
  if (value.includes('@')) {
    if (value.length <= EMAIL_LENGTH_MAX && EMAIL.test(value)) {
      return { kind: 'email', form: emailFacts(value, undefined)?.normalised ?? value }
    }
  } else if (value.includes('/')) {
    const network = networkForm(value)
    if (network !== undefined) return { kind: 'network', form: network }
  } else if (parseIpv4(value) >= 0) return { kind: 'ip', form: value }
  else if (value.includes(':') && isIPv6(value) && !value.includes('%')) return { kind: 'ip', form: ipv6Form(value) }
  return { kind: 'text', form: ignoreCase ? lowerNfc(value) : value }
}

/** `10.1.2.3/8` → `10.0.0.0/8`. Undefined when it is no network. */
function networkForm(text: string): string | undefined {
  if (!/^[\da-fA-F:.]+\/\d{1,3}$/.test(text)) return undefined
  const slash = text.indexOf('/')
  const length = Number(text.slice(slash + 1))
  const address = text.slice(0, slash)
  if (!address.includes(':')) {
    const v4 = parseIpv4(address)
    return v4 < 0 || length > 32 ? undefined : maskedIpv4(v4, length)
  }
  if (!ipaddr.isValidCIDR(text)) return undefined
  const v6 = ipaddr.IPv6.parse(address)
  if (v6.isIPv4MappedAddress() && length >= 96) return maskedIpv4(parseIpv4(v6.toIPv4Address().toString()), length - 96)
  return maskedIpv6(v6.toByteArray(), length)
}

function ipv6Form(text: string): string {
  const address = ipaddr.IPv6.parse(text)
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String()
}

/** The network of an IPv4 address, as text. */
export function maskedIpv4(v4: number, length: number): string {
  const size = 2 ** (32 - length)
  return `${dotted(v4 - (v4 % size))}/${length}`
}

/** The network of an IPv6 address, as text. */
export function maskedIpv6(bytes: readonly number[], length: number): string {
  const masked = bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - index * 8))
    return byte & (0xff << (8 - kept)) & 0xff
  })
  return `${new ipaddr.IPv6(masked).toRFC5952String()}/${length}`
}
