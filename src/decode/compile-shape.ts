import { createRequire } from 'node:module'
import { Ajv, type Options, type ValidateFunction } from 'ajv'
import { Unable } from '../model/unable.ts'
import type { JsonSchema } from './json-schema.ts'

/** The compiler writes its own complaint to standard error before it throws; the one who catches says enough. */
export const SHAPE_OPTIONS: Options = { strict: true, strictTypes: false, messages: false, logger: false }

/** Beside this file, where `npm run build` wrote it; see `write-shapes.ts`. */
const BUILT = './built-shapes.cjs'

/**
 * The validator of a schema, made by the compiler; in a process that may not make code of text (`--disallow-code-generation-from-strings`), the same
 * one as the build wrote it.
 */
export function compileShape(schema: JsonSchema): ValidateFunction {
  try {
    return new Ajv(SHAPE_OPTIONS).compile(schema)
  } catch (error) {
    if (!(error instanceof EvalError)) throw error
    return builtShape(String(schema.title), error)
  }
}

function builtShape(title: string, cause: EvalError): ValidateFunction {
  try {
    return (createRequire(import.meta.url)(BUILT) as Record<string, ValidateFunction>)[title]!
  } catch {
    const message = `this process may not make code of text, and ${BUILT} was not built: npm run build, or start without --disallow-code-generation-from-strings`
    throw new Unable(message, cause)
  }
}
