import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/ports.ts'

/** What every database promises to those who keep cases in it. `open` gives an empty one, or an empty schema of one. */
export function describeDatabase(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
      await database.execute(`
        create table things (name text primary key, minor bigint, share numeric, day date, at timestamptz, body jsonb, is_new boolean);
        create table counters (name text primary key, value bigint not null);
        insert into counters values ('shared', 0);
      `)
    })
    afterAll(() => database.close())

    test('gives back what was written, in the same forms', async () => {
      const at = new Date('2026-03-29T00:59:59.123Z')
      await database.query('insert into things values ($1, $2, $3, $4, $5, $6, $7)', [
        'ring',
        Number.MAX_SAFE_INTEGER,
        '0.30',
        '2026-03-29',
        at,
        JSON.stringify({ a: [1, 'ü'] }),
        true,
      ])
      expect(await database.query('select * from things')).toEqual([
        {
          name: 'ring',
          minor: Number.MAX_SAFE_INTEGER,
          share: '0.30',
          day: '2026-03-29',
          at,
          body: { a: [1, 'ü'] },
          is_new: true,
        },
      ])
      expect(await database.query('select count(*) as number, $1::text as nothing from things', [null])).toEqual([
        { number: 1, nothing: null },
      ])
    })

    test('reads rows out of one JSON text', async () => {
      const rows = [
        { name: 'a', minor: 1 },
        { name: 'b', minor: null },
      ]
      const query = 'select name, minor from jsonb_to_recordset($1::jsonb) as row(name text, minor bigint)'
      expect(await database.query(query, [JSON.stringify(rows)])).toEqual(rows)
    })

    test('leaves nothing of a transaction that throws', async () => {
      const failing = database.transaction(async sql => {
        await sql.query("insert into counters values ('gone', 1)")
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      expect(await database.query("select * from counters where name = 'gone'")).toEqual([])
    })

    test('keeps every one of many transactions that want the same row', async () => {
      const addOne = () =>
        database.transaction(async sql => {
          const [row] = await sql.query<{ value: number }>(
            "select value from counters where name = 'shared' for update",
          )
          await sql.query("update counters set value = $1 where name = 'shared'", [row!.value + 1])
        })
      await Promise.all(Array.from({ length: 30 }, addOne))
      expect(await database.query("select value from counters where name = 'shared'")).toEqual([{ value: 30 }])
    })

    test('tries deadlocked transactions again', async () => {
      await database.query("insert into counters values ('left', 0), ('right', 0)")
      const addToBoth = (first: string, second: string) =>
        database.transaction(async sql => {
          await sql.query('update counters set value = value + 1 where name = $1', [first])
          await sql.query('update counters set value = value + 1 where name = $1', [second])
        })
      const pairs = Array.from({ length: 8 }, (_, i) =>
        i % 2 ? addToBoth('left', 'right') : addToBoth('right', 'left'),
      )
      await Promise.all(pairs)
      expect(await database.query("select value from counters where name in ('left', 'right')")).toEqual([
        { value: 8 },
        { value: 8 },
      ])
    })

    test('throws for a statement that is wrong, and goes on', async () => {
      await expect(database.query('select nonsense')).rejects.toThrow(/nonsense/)
      expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
    })
  })
}
