import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SluiceError } from '../../src/errors/sluice-error.js';
import { sluice } from '../support/cli.js';
import { faultsOf, head, loadByCode, type CodeLoad, type CodeLoaded } from '../support/code-load.js';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { folderOf } from '../support/folder-of.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const load = (what: Omit<CodeLoad, 'url'>): Promise<CodeLoaded> => loadByCode({ ...what, url: database.url });

const orders = { 'o.csv': 'id,name,price,qty\n1,ann,12.50,2\n2,bob,3,4\n3,"c, ""q""",0.1,1\n' };
const orderColumns = 'id int, name text, price numeric, qty int, total numeric not null';

describe('a transform', () => {
  test('adds a column that only the table has; what it leaves alone stays as it is written', async () => {
    const loaded = await load({
      columns: orderColumns,
      input: orders,
      code: 'transform: (r: any) => ({ ...r, total: r.price * r.qty })',
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows).toEqual([
      { id: 1, name: 'ann', price: '12.50', qty: 2, total: '25' },
      { id: 2, name: 'bob', price: '3', qty: 4, total: '12' },
      { id: 3, name: 'c, "q"', price: '0.1', qty: 1, total: '0.1' },
    ]);
  });

  test('leaves out, and multiplies; the run adds up', async () => {
    const loaded = await load({
      columns: 'id int, name text, price numeric, qty int',
      input: orders,
      code: `transform: (r: any) => r.id === 1 ? null : r.id === 2 ? Array.from({ length: r.qty }, (_, at) => ({ ...r, qty: at })) : [r]`,
      flags: ['--json'],
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows.map(({ id, name, qty }) => [id, name, qty])).toEqual([
      [2, 'bob', 0],
      [2, 'bob', 1],
      [2, 'bob', 2],
      [2, 'bob', 3],
      [3, 'c, "q"', 1],
    ]);
    expect(JSON.parse(loaded.stdout)).toMatchObject({
      counts: { read: 3, loaded: 5, filtered: 1, expanded: 3, rejected: 0 },
    });
  });

  test('waits for promises, a bounded number of them at a time, and keeps the order', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => `${index + 1}`);
    const loaded = await load({
      columns: 'id int, most int',
      input: { 'o.csv': `id\n${lines.join('\n')}\n` },
      before: 'let now = 0; let most = 0;',
      code: `concurrency: 5,
        transform: async (r: any) => {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, (r.id * 7919) % 4));
          now--;
          return r.id % 10 === 0 ? null : { id: r.id, most };
        }`,
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows.map(({ id }) => id)).toEqual(lines.map(Number).filter((id) => id % 10 !== 0));
    expect(Math.max(...loaded.rows.map(({ most }) => Number(most)))).toBe(5);
  });

  test('that throws is a reject with the place in the file, sync and async', async () => {
    const code = (kind: string): string => `transform: ${kind} (r: any): any => {
      const value: number = r.qty as number; if (value === 4) throw new RangeError('too many\\nof them');
      if (value === 1) throw 'a text';
      return r;
    }`;
    for (const kind of ['', 'async']) {
      const loaded = await load({
        columns: 'id int, name text, price numeric, qty int',
        input: orders,
        code: code(kind),
        flags: ['--max-errors', '5'],
      });
      expect(loaded.exitCode, loaded.stderr).toBe(3);
      expect(loaded.rows.map(({ id }) => id)).toEqual([1]);
      const faults = await faultsOf(loaded, 'o');
      const place = 'p.sluice.ts:6:69';
      expect(faults.map(({ line, stage, code: of, message, column }) => [line, stage, of, message, column])).toEqual([
        [3, 'transform', 'threw', `too many (${place})`, null],
        [4, 'transform', 'threw', 'a text', null],
      ]);
    }
  });

  test('that returns what no column takes is a reject', async () => {
    const loaded = await load({
      columns: orderColumns.replace(' not null', ''),
      input: orders,
      code: `transform: (r: any): any => r.id === 1 ? { ...r, totl: 1 } : r.id === 2 ? 7 : new Map()`,
    });
    expect(loaded.exitCode).toBe(4);
    expect((await faultsOf(loaded, 'o')).map(({ code, message }) => [code, message])).toEqual([
      ['unknown_column', 'transform returned the key totl, which is no column; did you mean total?'],
      ['bad_result', 'transform returned a number'],
      ['bad_result', 'transform returned an object of class Map'],
    ]);
  });

  test('several rows are rejected together', async () => {
    const loaded = await load({
      columns: 'id int, name text, price numeric, qty int',
      input: orders,
      code: `transform: (r: any): any => r.id === 2 ? [r, { ...r, qty: 9 }, { ...r, nme: 1 }] : [r, r]`,
      flags: ['--max-errors', '1', '--json'],
    });
    expect(loaded.exitCode, loaded.stderr).toBe(3);
    expect(loaded.rows.map(({ id }) => id)).toEqual([1, 1, 3, 3]);
    expect(JSON.parse(loaded.stdout)).toMatchObject({ counts: { read: 3, expanded: 2, loaded: 4, rejected: 1 } });
  });

  test('is told the source, the record and the line', async () => {
    const loaded = await load({
      columns: 'id text, at text',
      input: { 'o.csv': 'id\n"a\nb"\nc\n' },
      code: 'transform: (r: any, { source, record, line }) => ({ ...r, at: `${source} ${record} ${line}` })',
    });
    expect(loaded.rows).toEqual([
      { id: 'a\nb', at: 'o.csv 1 2' },
      { id: 'c', at: 'o.csv 2 4' },
    ]);
  });

  test('a promise that never settles does not hold up an interrupt', async () => {
    const cwd = await folderOf({
      'o.csv': 'id\n1\n',
      'p.sluice.ts': `${head}export default definePipeline({ transform: () => new Promise<never>(() => {}), target: { table: 'never' } });`,
    });
    await query(database.url, 'create table never (id int)');
    const controller = new AbortController();
    const running = sluice(['load', '--pipeline', 'p.sluice.ts', 'o.csv'], {
      cwd,
      env: { DATABASE_URL: database.url },
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new SluiceError('INTERRUPTED', 'Interrupted.')), 1500);
    expect((await running).exitCode).toBe(130);
  });
});

describe('a schema', () => {
  test('all issues of a record are rejects of their columns; what comes out of it is loaded', async () => {
    const loaded = await load({
      columns: 'id int, name text, qty int',
      input: { 'o.csv': 'id,name,qty,other\n1, Ann ,5,x\n2,b,-1,x\n3,x,7,x\n' },
      code: `schema: z.object({ id: z.number(), name: z.string().trim().min(2), qty: z.number().positive() }).refine((r) => r.id !== 3 || r.qty < 7, 'no')`,
      flags: ['--max-errors', '5'],
    });
    expect(loaded.exitCode, loaded.stderr).toBe(3);
    expect(loaded.rows).toEqual([{ id: 1, name: 'Ann', qty: 5 }]);
    const faults = await faultsOf(loaded, 'o');
    expect(faults.map(({ line, stage, code, column, value }) => [line, stage, code, column, value])).toEqual([
      [3, 'validate', 'schema', 'name', 'b'],
      [3, 'validate', 'schema', 'qty', '-1'],
      [4, 'validate', 'schema', 'name', 'x'],
      [4, 'validate', 'schema', null, null],
    ]);
  });

  test('of values that are coerced', async () => {
    const loaded = await load({
      columns: 'at timestamptz, note text',
      input: { 'o.csv': 'at,note\n2024-01-02T03:04:05Z,a\n' },
      code: `schema: z.object({ at: z.coerce.date(), note: z.string().transform((text) => text.length) })`,
    });
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows).toEqual([{ at: new Date('2024-01-02T03:04:05Z'), note: '1' }]);
  });

  test('that makes something else of a record is a reject, that makes nothing of it leaves it out', async () => {
    const loaded = await load({
      columns: 'id int',
      input: { 'o.csv': 'id\n1\n2\n3\n' },
      code: `schema: z.any().transform((r) => r.id === 1 ? undefined : r.id === 2 ? 'two' : r)`,
      flags: ['--max-errors', '1', '--json'],
    });
    expect(loaded.exitCode, loaded.stderr).toBe(3);
    expect(loaded.rows).toEqual([{ id: 3 }]);
    expect(JSON.parse(loaded.stdout)).toMatchObject({ counts: { read: 3, filtered: 1, loaded: 1, rejected: 1 } });
  });
});
