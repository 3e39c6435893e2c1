import { expect, test } from 'vitest'
import { schemaFiles } from '../../src/decode/schema-files.ts'

// `npx vitest run -u test/decode/schema-files.test.ts` rewrites the files from the shape.
for (const [name, text] of Object.entries(schemaFiles())) {
  test(`schemas/${name} is what the payment's shape says`, async () => {
    await expect(text).toMatchFileSnapshot(`../../schemas/${name}`)
  })
}
