import type { OutcomeStage } from '../../model/outcome.ts'
import type { Converter, Path, Source, Value } from './gateway-table.ts'

/** Short names for what stands in the tables again and again. */

type From = Path | readonly Path[]

const as =
  (converter: Converter) =>
  (from: From): Source => ({ from, as: converter })

export const text = as('text')
export const id = as('id')
export const upper = as('upper')
export const number = as('number')
export const major = as('major')
export const unsigned = as('unsigned')
export const sum = as('sum')
export const seconds = as('seconds')
export const time = as('time')
export const utc = as('utc')
export const day = as('day')
export const last = as('last')

export const minor = (from: From, currency: Path): Source => ({ from, as: 'minor', currency })

export const words = (from: From, meant: Readonly<Record<string, string | null>>, otherwise?: string): Source => ({
  from,
  as: 'text',
  words: meant,
  ...(otherwise === undefined ? {} : { otherwise }),
})

/** A gateway may find new words for how far something is; no outcome is lost for one. */
export const stageOf = (from: From, meant: Readonly<Record<string, OutcomeStage>>): Source => words(from, meant, '')

export const constant = (value: string): Value => ({ constant: value })

export const join = (...paths: readonly Path[]): Value => ({ join: paths })

/** The networks' names in one spelling; what is not listed keeps its own. */
export const network = (from: From): Source =>
  words(
    from,
    {
      mc: 'mastercard',
      'master card': 'mastercard',
      american_express: 'amex',
      'american express': 'amex',
      discover_diners: 'diners',
      diners_club: 'diners',
      'diners club': 'diners',
      china_unionpay: 'unionpay',
      'union pay': 'unionpay',
    },
    'same',
  )
