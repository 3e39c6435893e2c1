import type { MetadataType } from '../model/payment.ts'
import { addressNames } from './catalogue-address.ts'
import { cardNames } from './catalogue-card.ts'
import { emailNames } from './catalogue-email.ts'
import { ipNames } from './catalogue-ip.ts'
import { orderNames } from './catalogue-order.ts'
import { paymentNames } from './catalogue-payment.ts'
import type { FactName, Facts } from './facts.ts'

/** Every name that conditions, reasons and velocities may use, in the order of the glossary. */
export const CATALOGUE: ReadonlyMap<string, FactName> = new Map(
  [paymentNames, orderNames, ipNames, emailNames, addressNames, cardNames]
    .flat()
    .map(row => [row.name, Object.freeze(row)]),
)

/** The fields under `metadata` that the settings declare, by their name without `metadata.`. */
export type MetadataTypes = ReadonlyMap<string, MetadataType>

const PREFIX = 'metadata.'
/** Names come from rule files, never from payments, so this stays small. */
const anyMetadata = new Map<string, FactName>()

/**
 * The catalogue's row for a name. Whoever checks rules gives the declared metadata, and then only those exist, each with
 * its type. Without it any `metadata.field` is read as it comes: what is not declared never gets past the decoder.
 */
export function factName(name: string, declared?: MetadataTypes): FactName | undefined {
  const known = CATALOGUE.get(name)
  if (known !== undefined || !name.startsWith(PREFIX)) return known
  const field = name.slice(PREFIX.length)
  if (declared !== undefined) {
    const type = declared.get(field)
    return type === undefined ? undefined : metadataName(field, type)
  }
  let row = anyMetadata.get(field)
  if (row === undefined) {
    row = metadataName(field, 'text')
    anyMetadata.set(field, row)
  }
  return row
}

/** What velocities count on for this name: its key where it has one, else its value as text. */
export function keyOf(row: FactName, facts: Facts): string | undefined {
  if (row.key !== undefined) return row.key(facts)
  const value = row.read(facts)
  return value === undefined || typeof value === 'string' ? value : String(value)
}

function metadataName(field: string, type: MetadataType): FactName {
  return {
    name: PREFIX + field,
    type,
    from: 'payment',
    help: 'A field of your own, declared in the settings.',
    example: type === 'text' ? '"fall"' : type === 'number' ? '3' : 'true',
    read: facts => {
      const { metadata } = facts.payment
      return metadata !== undefined && Object.hasOwn(metadata, field) ? metadata[field] : undefined
    },
  }
}
