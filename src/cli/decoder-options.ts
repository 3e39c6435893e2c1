import type { DecoderOptions } from '../decode/create-decoder.ts'
import type { Settings } from '../settings.ts'

/** How payments are read, whatever they come in: the same for the stream, for files and for imports. */
export function decoderOptions(settings: Settings): Omit<DecoderOptions, 'format'> {
  const timeUnit = settings['payments.time_unit']
  return {
    secret: settings.secret,
    metadataFields: settings['metadata.fields'],
    ...(timeUnit === 'iso' ? {} : { timeUnit }),
  }
}
