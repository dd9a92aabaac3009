/** `sluice types`: what it writes is what the compiler and the database agree on. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { sluice, type CliResult } from '../support/cli.js';
import { loadBench } from '../support/load-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();

beforeAll(() =>
  bench.sql(`
    create schema sales;
    create type sales.order_state as enum ('new', 'it''s "paid"');
    create domain sales.price as numeric(12,2) not null check (value >= 0);
    create table sales.orders (
      id bigint generated always as identity,
      number int not null,
      amount sales.price,
      state sales.order_state,
      "Order Date" date not null default current_date,
      "a*/""b\\" text,
      document jsonb not null,
      tags text[],
      paid boolean not null default false,
      doubled numeric generated always as (number * 2) stored
    );
    create table public.orders ("class" text, "__proto__" int)`),
);

async function types(...args: string[]): Promise<CliResult & { readonly cwd: string }> {
  const cwd = await tempFolder();
  return { ...(await sluice(['types', '--db', bench.url, ...args], { cwd })), cwd };
}

/** What the compiler, at its strictest, has to say of a file beside the one that was written. */
async function complaints(folder: string, source: string): Promise<string[]> {
  const file = join(folder, 'use.ts');
  await writeFile(file, source);
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
  };
  const module = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const program = ts.createProgram([file], { ...options, ...module });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('a table as code may write it', async () => {
  const { exitCode, stdout, stderr } = await types('--table', 'sales.orders');
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`// Written by \`sluice types\`: run it again when the tables have changed.

/** A record of the table sales.orders. */
export interface Orders {
  /** bigint, not null, generated always as identity */
  id?: number | bigint;
  /** integer, not null */
  number: number;
  /** numeric(12,2), not null */
  amount: number | string;
  /** sales.order_state */
  state: "new" | "it's \\"paid\\"" | null;
  /** date, not null, with a default */
  "Order Date"?: string;
  /** text */
  "a*/\\"b\\\\": string | null;
  /** jsonb, not null */
  document: unknown;
  /** text[] */
  tags: string | null;
  /** boolean, not null, with a default */
  paid?: boolean;
}
`);
});

describe('into a file', () => {
  test('that compiles, and holds records to the table', async () => {
    const { exitCode, stdout, cwd } = await types('-t', 'sales.orders', '-t', 'orders', '-o', 'tables.ts');
    expect([exitCode, stdout, await readdir(cwd)]).toEqual([0, '', ['tables.ts']]);
    const start = `import type { PublicOrders, SalesOrders } from './tables.js';
export const other: PublicOrders = { class: null, ['__proto__']: 1 };
export const order: SalesOrders = {`;
    const rest = `amount: '12.50', "a*/\\"b\\\\": 'x', document: [], tags: '{a}' };\n`;
    expect(await complaints(cwd, `${start} number: 1, state: 'new', ${rest}`)).toEqual([]);
    expect(await complaints(cwd, `${start} number: 1n, state: 'old', ${rest}`)).toHaveLength(2);
    expect(await complaints(cwd, `${start} state: 'new', ${rest}`)).toEqual([
      expect.stringContaining("'number' is missing"),
    ]);
  }, 60_000);

  test('of a table that is named twice there is one', async () => {
    const { cwd } = await types('-t', 'sales.orders', '-t', '"sales".Orders', '--output', 'tables.ts');
    const text = await readFile(join(cwd, 'tables.ts'), 'utf8');
    expect(text.match(/export interface/g)).toHaveLength(1);
  });

  test('what fails leaves none', async () => {
    const { exitCode, stderr, cwd } = await types('-t', 'sales.order', '-o', 'tables.ts');
    expect([exitCode, await readdir(cwd)]).toEqual([2, []]);
    expect(stderr).toBe(
      'sluice: The database has no table sales.order. (TABLE_MISSING)\n  Name another with --table. Did you mean orders or sales.orders?\n',
    );
  });
});

test('needs a table', async () => {
  const { exitCode, stderr } = await types();
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("'-t, --table <name>' not specified")]);
});
