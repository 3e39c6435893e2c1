import { extname } from 'node:path'
import { EVIDENCE_KIND_NAMES, EVIDENCE_KINDS, type EvidenceKind } from '../model/evidence.ts'
import type { Problem } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import { ITEM_BYTES_MAX, MEDIA_TYPES, type MediaType } from './item.ts'

export interface NewItem {
  kind: EvidenceKind
  name: string
  mediaType: MediaType
  bytes: Buffer
}

export type EvidenceRefusal =
  | 'unknown-evidence'
  | 'not-a-file-kind'
  | 'not-a-text-kind'
  | 'evidence-type'
  | 'evidence-empty'
  | 'evidence-too-large'
  | 'same-evidence'

export function refusedEvidence(code: EvidenceRefusal, message: string, suggestion?: string): Problem {
  return { code, message, severity: 'error', ...(suggestion === undefined ? {} : { suggestion }) }
}

/** Whether a file can be taken as evidence: its kind is one that files are for, and it is what its name says, and not too large. */
export function judgeFile(kind: string, name: string, bytes: Buffer): NewItem | Problem {
  const known = knownKind(kind)
  if (typeof known !== 'string') return known
  if (EVIDENCE_KINDS[known].source !== 'file') {
    const other = EVIDENCE_KINDS[known].source === 'text' ? `--say ${known}=TEXT` : 'it is taken from what is stored'
    return refusedEvidence('not-a-file-kind', `\`${known}\` is not added as a file`, other)
  }
  const mediaType = mediaTypeOf(name)
  if (mediaType === undefined || !looksLike(mediaType, bytes)) {
    const what =
      mediaType === undefined ? 'is of no type that gateways take' : `is not what its name says (${mediaType})`
    return refusedEvidence('evidence-type', `\`${name}\` ${what}`, `types: ${Object.keys(MEDIA_TYPES).join(', ')}`)
  }
  return judgeSize({ kind: known, name, mediaType, bytes })
}

/** The same for a text. */
export function judgeText(kind: string, text: string): NewItem | Problem {
  const known = knownKind(kind)
  if (typeof known !== 'string') return known
  if (EVIDENCE_KINDS[known].source !== 'text' && known !== 'shipping_date') {
    const other = EVIDENCE_KINDS[known].source === 'file' ? `--add ${known}=FILE` : 'it is taken from what is stored'
    return refusedEvidence('not-a-text-kind', `\`${known}\` is not added as a text`, other)
  }
  return judgeSize({ kind: known, name: `${known}.txt`, mediaType: 'text/plain', bytes: Buffer.from(text.trim()) })
}

function knownKind(kind: string): EvidenceKind | Problem {
  const known = EVIDENCE_KIND_NAMES.find(each => each === kind)
  if (known !== undefined) return known
  const added = EVIDENCE_KIND_NAMES.filter(each => ['file', 'text'].includes(EVIDENCE_KINDS[each].source))
  const meant = didYouMean(kind, added)
  const hint = meant === undefined ? `kinds: ${added.join(', ')}` : `did you mean \`${meant}\`?`
  return refusedEvidence('unknown-evidence', `no kind of evidence is called \`${kind}\``, hint)
}

function judgeSize(item: NewItem): NewItem | Problem {
  const { length } = item.bytes
  if (length === 0) return refusedEvidence('evidence-empty', `\`${item.name}\` is empty`)
  if (length <= ITEM_BYTES_MAX) return item
  const message = `\`${item.name}\` has ${length.toLocaleString('en')} bytes, and may have ${ITEM_BYTES_MAX.toLocaleString('en')}`
  return refusedEvidence('evidence-too-large', message)
}

function mediaTypeOf(name: string): MediaType | undefined {
  return Object.entries(MEDIA_TYPES).find(([ending]) => ending === extname(name).toLowerCase())?.[1]
}

/** By the first bytes; a text is UTF-8 without zero bytes. */
function looksLike(mediaType: MediaType, bytes: Buffer): boolean {
  const begins = (hex: string): boolean => bytes.subarray(0, hex.length / 2).toString('hex') === hex
  switch (mediaType) {
    case 'application/pdf':
      return begins('255044462d')
    case 'image/png':
      return begins('89504e470d0a1a0a')
    case 'image/jpeg':
      return begins('ffd8ff')
    case 'text/plain':
      return !bytes.includes(0) && Buffer.from(bytes.toString('utf8')).equals(bytes)
  }
}
