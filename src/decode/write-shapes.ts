/**
 * The last step of `npm run build`: writes the validators of all shapes as code beside this file, for processes that may not make code of text.
 */
import { writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { SHAPE_OPTIONS } from './compile-shape.ts'
import { outcomeJsonSchema, paymentJsonSchema } from './json-schema.ts'

const schemas = [paymentJsonSchema(), outcomeJsonSchema()]
const ajv = new Ajv({ ...SHAPE_OPTIONS, schemas, code: { source: true } })
const exported = Object.fromEntries(schemas.map(({ title, $id }) => [String(title), String($id)]))
writeFileSync(new URL('built-shapes.cjs', import.meta.url), standalone.default(ajv, exported))
