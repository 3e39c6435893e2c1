import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEmbedded } from '../../src/database/embedded.ts'
import { FolderInUse } from '../../src/database/folder-lock.ts'
import { describeDatabase } from '../contracts/database.ts'

describeDatabase('the embedded database', () => openEmbedded())

test('a folder keeps what was written, for one user at a time', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'tripline-database-')), 'cases')
  const first = await openEmbedded(folder)
  await first.execute("create table kept (value text); insert into kept values ('still here')")
  await expect(openEmbedded(folder)).rejects.toThrow(FolderInUse)
  await first.close()

  const killed = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(join(folder, 'tripline.lock'), String(killed.pid))
  const second = await openEmbedded(folder)
  expect(await second.query('select value from kept')).toEqual([{ value: 'still here' }])
  await second.close()
})
