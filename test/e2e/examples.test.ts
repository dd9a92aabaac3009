import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { createTestDatabase, query as ask } from '../support/database.js';
import { tempFolder } from '../support/temp-folder.js';

const database = await createTestDatabase();
afterAll(() => database.drop());

const examples = join(import.meta.dirname, '../../examples');

/** What an example is to do: its pipelines in their order, each with its exit code, and the rows that are there then. */
interface Example {
  readonly folder: string;
  readonly loads: readonly (readonly [pipeline: string, exitCode: number])[];
  readonly query: string;
  readonly rows: readonly object[];
}

const cases: readonly Example[] = [
  {
    folder: 'bank-statement',
    loads: [['statement.sluice.yaml', 3]],
    query:
      'select booked_on::text, counterparty, reference, amount::text, direction from bank_transactions order by 1, 2',
    rows: [
      booking('2025-01-03', 'Bäckerei Sommer', 'Invoice 2025-001', '-1234.56', 'out'),
      booking('2025-01-03', 'Stadtwerke', 'Electricity; January', '-89.90', 'out'),
      booking('2025-01-31', 'ACME GmbH', 'Salary 01/2025', '3250.00', 'in'),
      booking('2025-02-01', 'Cash machine', null, '-200.00', 'out'),
    ],
  },
  {
    folder: 'api-orders',
    loads: [
      ['orders.sluice.yaml', 0],
      ['lines.sluice.yaml', 0],
    ],
    query: `select order_id, city, sku, quantity, total::text from orders left join order_lines using (order_id) order by 1, 3`,
    rows: [
      { order_id: 'o-1001', city: 'Lyon', sku: 'KB-01', quantity: 1, total: '49.90' },
      { order_id: 'o-1001', city: 'Lyon', sku: 'MS-02', quantity: 2, total: '39.90' },
      { order_id: 'o-1002', city: 'Porto', sku: 'KB-01', quantity: 3, total: '149.70' },
      { order_id: 'o-1003', city: 'Lyon', sku: null, quantity: null, total: null },
    ],
  },
  {
    folder: 'nightly-upsert',
    loads: [
      ['customers.sluice.yaml', 0],
      ['customers.sluice.yaml', 0],
    ],
    query: 'select customer_id::int, email, segment from customers order by 1',
    rows: [
      { customer_id: 1, email: 'ana@example.com', segment: 'gold' },
      { customer_id: 2, email: 'ben.okafor@example.com', segment: 'gold' },
      { customer_id: 3, email: null, segment: 'bronze' },
    ],
  },
  {
    folder: 'personal-data',
    loads: [['patients.sluice.yaml', 0]],
    query: `select patient_key = encode(sha256(convert_to('pepper-and-salt' || 'P-1001', 'UTF8')), 'hex') as same,
      email_hash = encode(sha256(convert_to('pepper-and-salt' || 'ana.silva@example.com', 'UTF8')), 'hex') as mail,
      phone, birth_year::int, diagnosis from patients order by birth_year desc offset 1 limit 1`,
    rows: [{ same: true, mail: true, phone: '*********5678', birth_year: 1984, diagnosis: 'J45' }],
  },
  {
    folder: 'dimension-lookup',
    loads: [['sales.sluice.yaml', 3]],
    query: 'select sold_on::text, product_id::int, region, quantity from sales order by 1, 2',
    rows: [
      { sold_on: '2025-03-01', product_id: 1, region: 'Europe', quantity: 2 },
      { sold_on: '2025-03-01', product_id: 2, region: 'Americas', quantity: 1 },
      { sold_on: '2025-03-02', product_id: 1, region: null, quantity: 4 },
    ],
  },
  {
    folder: 'typed-code',
    loads: [['trips.sluice.ts', 3]],
    query: 'select trip_id::text, leg, from_stop, to_stop from trip_legs order by 1, 2',
    rows: [
      { trip_id: '9007199254740993', leg: 1, from_stop: 'A', to_stop: 'C' },
      { trip_id: '9007199254740993', leg: 2, from_stop: 'C', to_stop: 'B' },
      { trip_id: '9007199254740995', leg: 1, from_stop: 'D', to_stop: 'A' },
    ],
  },
];

function booking(...[booked_on, counterparty, reference, amount, direction]: readonly (string | null)[]): object {
  return { booked_on, counterparty, reference, amount, direction };
}

describe('the examples', () => {
  test.each(cases)('$folder', async ({ folder, loads, query, rows }) => {
    const cwd = await tempFolder();
    await cp(join(examples, folder), cwd, { recursive: true });
    const setUp = await readFile(join(cwd, 'table.sql'), 'utf8').catch(() => null);
    if (setUp !== null) await ask(database.url, setUp);
    for (const [pipeline, exitCode] of loads) {
      const env = { DATABASE_URL: database.url, PII_SALT: 'pepper-and-salt' };
      const run = await sluice(['load', '--pipeline', pipeline], { cwd, env });
      expect([run.exitCode, run.stderr]).toEqual([exitCode, expect.any(String)]);
      expect(run.stderr).not.toContain('pepper');
    }
    expect(await ask(database.url, query)).toEqual(rows);
  });

  test('are all here', async () => {
    expect((await readdir(examples)).toSorted()).toEqual(cases.map(({ folder }) => folder).toSorted());
  });

  test.each(['bank-statement/statement.sluice.yaml'])('%s passes its own tests', async (file) => {
    const { exitCode, stdout, stderr } = await sluice(['test', join(examples, file)], { cwd: await tempFolder() });
    expect([exitCode, stdout + stderr]).toEqual([0, expect.stringContaining('passed')]);
  });
});
