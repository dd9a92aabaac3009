import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { loadByCode, type CodeLoad, type CodeLoaded } from '../support/code-load.js';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { folderOf } from '../support/folder-of.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const load = (what: Omit<CodeLoad, 'url'>): Promise<CodeLoaded> => loadByCode({ ...what, url: database.url });

const orders = { 'o.csv': 'id,name,price,qty\n1,ann,12.50,2\n2,bob,3,4\n3,"c, ""q""",0.1,1\n' };

describe('values', () => {
  test('no number is rounded', async () => {
    const loaded = await load({
      columns: 'a int8, b numeric, c jsonb, d float8, kinds text',
      input: {
        'o.csv':
          'a,b,c,d\n9007199254740993,0.10,"{""x"":12345678901234567890,""y"":1.10}",1e3\n5,1234567890.123456789,"[0.1234567890123456789]",NaN\n',
      },
      code: `transform: (r: any) => ({ ...r, kinds: [typeof r.a, typeof r.b, typeof (r.c.x ?? r.c[0]), typeof r.d].join() })`,
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows.map(({ kinds }) => kinds)).toEqual([
      'bigint,number,bigint,number',
      'number,string,string,number',
    ]);
    const [{ a, b, d }, second] = loaded.rows;
    expect([a, b, d, second['b']]).toEqual(['9007199254740993', '0.10', 1000, '1234567890.123456789']);
    const texts = await query(database.url, `select c::text from ${loaded.table} order by n`);
    expect(texts).toEqual([{ c: '{"x": 12345678901234567890, "y": 1.10}' }, { c: '[0.1234567890123456789]' }]);
  });

  test('what is changed within JSON is written; bigints with all their digits', async () => {
    const loaded = await load({
      columns: 'c jsonb, d jsonb',
      input: { 'o.csv': 'c,d\n"{""x"":12345678901234567890}",1\n' },
      code: `transform: (r: any) => { r.c.y = [1n, 'é"']; r.d = 'text'; return r; }`,
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(await query(database.url, `select c::text, d::text from ${loaded.table}`)).toEqual([
      { c: '{"x": 12345678901234567890, "y": [1, "é\\""]}', d: '"text"' },
    ]);
  });

  test('of JSON records, keys that come late too', async () => {
    const loaded = await load({
      columns: 'id int, name text, tags jsonb, first text, late int',
      input: {
        'o.ndjson':
          '{"id":1,"name":"a\\"b","tags":["x","y"]}\n{"id":2,"name":null,"tags":[]}\n{"id":3,"name":"é","tags":["ü"],"late":5}\n',
      },
      code: `transform: (r: any) => ({ ...r, first: r.tags[0] ?? null, late: r.late === null ? null : r.late + 1 })`,
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows).toEqual([
      { id: 1, name: 'a"b', tags: ['x', 'y'], first: 'x', late: null },
      { id: 2, name: null, tags: [], first: null, late: null },
      { id: 3, name: 'é', tags: ['ü'], first: 'ü', late: 6 },
    ]);
  });

  test('columns of any name', async () => {
    const loaded = await load({
      columns: '"__proto__" text, "constructor" text, "to string" text, "then" text',
      input: { 'o.csv': '__proto__,constructor,to string,then\na,b,c,d\n' },
      code: `transform: (r: any) => r['to string'] === 'c' ? { ...r, 'to string': r.constructor + r.then } : null`,
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows.map((row) => Object.entries(row))).toEqual([
      [
        ['__proto__', 'a'],
        ['constructor', 'b'],
        ['to string', 'bd'],
        ['then', 'd'],
      ],
    ]);
  });

  test('columns and where come first', async () => {
    const loaded = await load({
      columns: 'id int, who text, qty int',
      input: orders,
      code: `columns: { '*': 'drop', id: 'id', who: { from: 'name', upper: true }, qty: 'qty' }, where: 'qty > 1',
        transform: (r: any) => ({ ...r, who: r.who + Object.keys(r).length })`,
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows.map(({ who }) => who)).toEqual(['ANN3', 'BOB3']);
  });
});

describe('a table that the run makes', () => {
  test('has the columns of output; code sees the types that the input has', async () => {
    const cwd = await folderOf({
      ...orders,
      'p.sluice.mjs': `import { definePipeline } from 'sluice';
        export default definePipeline({ output: ['kind'], target: { create: true },
          transform: (r) => ({ ...r, qty: r.qty > 1 ? 'many' : 'one', kind: [typeof r.id, typeof r.qty, typeof r.name].join() }) });`,
    });
    const args = ['load', '--pipeline', 'p.sluice.mjs', 'o.csv', '--table', 'made_by_code'];
    const { exitCode, stderr } = await sluice(args, { cwd, env: { DATABASE_URL: database.url } });
    expect(exitCode, stderr).toBe(0);
    const rows = await query(database.url, 'select id, qty, kind from made_by_code order by id');
    const kind = 'number,number,string';
    expect(rows).toEqual([
      { id: 1, qty: 'many', kind },
      { id: 2, qty: 'many', kind },
      { id: 3, qty: 'one', kind },
    ]);
  });

  test('does not have what output does not name: a reject', async () => {
    const cwd = await folderOf({
      ...orders,
      'p.sluice.js': 'export default { target: { create: true }, transform: (r) => ({ ...r, more: 1 }) };',
    });
    const args = ['load', '--pipeline', 'p.sluice.js', 'o.csv', '--table', 'not_made'];
    const { exitCode, stderr } = await sluice(args, { cwd, env: { DATABASE_URL: database.url } });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('transform returned the key more, which is no column');
  });
});

test('marks of all numbers do not go with code', async () => {
  const loaded = await load({
    columns: 'id int',
    input: { 'o.csv': 'id\n1\n' },
    code: 'transform: (r: any) => r',
    flags: ['--decimal', ','],
  });
  expect(loaded.exitCode).toBe(2);
  expect(loaded.stderr).toContain('code makes numbers of its own');
});
