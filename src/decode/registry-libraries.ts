import { createRequire } from 'node:module'
import { Unable } from '../model/unable.ts'

const load = createRequire(import.meta.url)

/** Loaded by the first who needs Avro: it makes code of text as soon as it is there. Throws `Unable` where that is not allowed. */
export function avroLibrary(): typeof import('avsc') {
  return loaded('avsc') as typeof import('avsc')
}

/** The client of the schema registry, which brings the library of each format along; likewise. */
export function registryLibrary(): typeof import('@kafkajs/confluent-schema-registry') {
  return loaded('@kafkajs/confluent-schema-registry') as typeof import('@kafkajs/confluent-schema-registry')
}

function loaded(name: string): unknown {
  try {
    return load(name)
  } catch (error) {
    if (!(error instanceof EvalError)) throw error
    const message =
      'records of a schema registry need code that is made of text: start without --disallow-code-generation-from-strings, or set `format` to json'
    throw new Unable(message, error)
  }
}
