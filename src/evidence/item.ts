import type { EvidenceKind } from '../model/evidence.ts'

/** A file or a text that a person added to a case. */
export interface EvidenceItem {
  /** 1 for the first of its case. */
  number: number
  kind: EvidenceKind
  /** Name of the file, without folders. */
  name: string
  mediaType: MediaType
  bytes: Buffer
  /** Hexadecimal. */
  sha256: string
  /** ISO 8601, UTC. */
  addedAt: string
  addedBy: string
}

/** What gateways take, by the ending of the name. */
export const MEDIA_TYPES = {
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.txt': 'text/plain',
} as const
export type MediaType = (typeof MEDIA_TYPES)[keyof typeof MEDIA_TYPES]

/** One file; and all files of a case together. Bytes. */
export const ITEM_BYTES_MAX = 5 * 1024 * 1024
export const CASE_BYTES_MAX = 40 * 1024 * 1024
export const CASE_ITEMS_MAX = 60
