import { expect, inject, test } from 'vitest'
import { Postgres } from '../../src/database/postgres.ts'
import { Outage } from '../../src/model/problem.ts'
import { describeDatabase } from '../contracts/database.ts'
import { newDatabase, startPostgresProgram } from '../services/postgres.ts'
import { waitUntil } from '../services/wait-until.ts'

describeDatabase('PostgreSQL', async () => new Postgres({ url: await newDatabase(inject('postgresUrl')) }))

test('a server that is killed is an outage, and when it is back so is what was committed', async () => {
  const server = await startPostgresProgram('postgres-killed')
  const database = new Postgres({ url: server.url })
  try {
    await database.execute('create table kept (value text)')
    const broken = database.transaction(async sql => {
      await sql.query("insert into kept values ('lost')")
      server.program!.kill('SIGQUIT') // the server's own word for ending without a shutdown
      await server.program!.ended.catch(() => undefined)
      await sql.query("insert into kept values ('lost too')")
    })
    await expect(broken).rejects.toThrow(Outage)
    await expect(database.query('select 1')).rejects.toThrow(Outage)
    await server.restart!()
    await waitUntil('the database', 20_000, async () => (await database.query('select 1')).length === 1)
    await database.query("insert into kept values ('after')")
    expect(await database.query('select * from kept')).toEqual([{ value: 'after' }])
  } finally {
    await database.close()
    await server.stop()
  }
})

test('a database that is not there, and nobody at the address, are outages that say so', async () => {
  const missing = new Postgres({ url: Object.assign(new URL(inject('postgresUrl')), { pathname: '/nothing' }).href })
  await expect(missing.query('select 1')).rejects.toThrow(/database "nothing" does not exist/)
  await missing.close()
  const nobody = new Postgres({ url: 'postgres://postgres@127.0.0.1:1/postgres' })
  await expect(nobody.query('select 1')).rejects.toThrow(Outage)
  await nobody.close()
})
