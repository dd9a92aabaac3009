/** The library does what the commands do, for code: it resolves or rejects, tells events, and leaves the process alone. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  definePipeline,
  load,
  RunFailedError,
  type LoadOptions,
  type Pipeline,
  type ProgressEvent,
  type RejectEvent,
  type RunSummary,
} from '../../src/index.js';
import { summaryJson } from '../../src/report/summary.js';
import { failureOf } from '../support/failure-of.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

beforeEach(() =>
  bench.sql('drop table if exists orders; create table orders (id int primary key, amount numeric(5,2))'),
);

const good = 'id,amount\n1,1.50\n2,2.50\n';
const faulty = 'id,amount\n1,1.50\nx,"12,50"\n3,3\n1,4\n';

/** Runs a load of `orders.csv` in a folder of its own. */
async function loadText(text: string, options: LoadOptions = {}): Promise<RunSummary & { readonly folder: string }> {
  const cwd = await folderOf({ 'orders.csv': text });
  const summary = await load({ inputs: 'orders.csv', table: 'orders', db: bench.url, env: {}, cwd, ...options });
  return { ...summary, folder: cwd };
}

function rowCount(): Promise<unknown> {
  return bench.sql('select count(*)::int from orders').then(([row]) => row['count']);
}

describe('load', () => {
  test('resolves to the summary of the command', async () => {
    const { folder, ...summary } = await loadText(good);
    expect(summary).toMatchObject({ outcome: 'loaded', exitCode: 0, table: 'public.orders', counts: { loaded: 2 } });
    expect(await rowCount()).toBe(2);
    await bench.sql('truncate orders');
    const command = await bench.load(good, ['--table', 'orders']);
    const fields = (text: string): string[] => Object.keys(JSON.parse(text) as object);
    expect(fields(summaryJson(summary))).toEqual(fields(command.stdout));
    expect(await readdir(folder)).toEqual(['orders.csv']);
  });

  test('takes the flags as options: one value for a list, numbers for texts', async () => {
    const summary = await loadText('nr;amount\n1;1,5\n2;900\n', {
      delimiter: ';',
      decimal: ',',
      map: 'nr=id',
      where: 'nr < 2',
      maxErrors: 3,
      maxRecordBytes: 100_000,
      retries: 0,
      before: ['truncate orders'],
    });
    expect(summary.counts).toMatchObject({ read: 2, loaded: 1, filtered: 1 });
    expect(await bench.sql('select * from orders')).toEqual([{ id: 1, amount: '1.50' }]);
  });

  test('tells how far it is, what it has found, and at the end of reading all of it', async () => {
    const events: ProgressEvent[] = [];
    const notices: string[] = [];
    const lines = Array.from({ length: 50_000 }, (_, index) => `${index};1`).join('\n');
    await loadText(`id;amount\n${lines}\n`, {
      on: { progress: (event) => void events.push(event), notice: ({ message }) => void notices.push(message) },
    });
    const bytes = Buffer.byteLength(lines) + 11;
    expect(events.at(-1)).toEqual({ bytes, totalBytes: bytes, records: 50_000, rejected: 0 });
    expect(events.map(({ records }) => records)).toEqual(
      events.map(({ records }) => records).toSorted((a, b) => a - b),
    );
    expect(notices.join('\n')).toContain(';');
  });

  test('tells every fault as the reject file has it, of the database too', async () => {
    const events: RejectEvent[] = [];
    const { folder, ...summary } = await loadText(faulty, {
      maxErrors: 2,
      on: { reject: (event) => events.push(event) },
    });
    expect(summary).toMatchObject({ outcome: 'loaded_with_rejects', exitCode: 3, counts: { loaded: 2, rejected: 2 } });
    const lines = (await readFile(join(folder, 'orders.rejects.ndjson'), 'utf8')).trimEnd().split('\n');
    const inFile = lines.map((line) => ({
      constraint: null,
      detail: null,
      ...(JSON.parse(line) as object),
      rawBytes: undefined,
    }));
    expect(events.map((event) => ({ ...event, rawBytes: undefined }))).toEqual(inFile);
    expect(events.map(({ stage, column, line }) => [stage, column, line])).toEqual([
      ['validate', 'id', 3],
      ['validate', 'amount', 3],
      ['database', null, 5],
    ]);
    expect(events[0].rawBytes.toString()).toBe('x,"12,50"');
    expect(events[0].rawBytes).toBe(events[1].rawBytes);
  });

  test('waits for what a reject listener returns, before it commits', async () => {
    const done: number[] = [];
    const reject = async ({ line }: RejectEvent): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      done.push(line);
      expect(await rowCount()).toBe(0);
    };
    await loadText('id,amount\n1,1\nx,1\ny,1\n', { maxErrors: '90%', on: { reject } });
    expect([done, await rowCount()]).toEqual([[3, 4], 1]);
  });

  test('over budget: rejects with the summary, and nothing is loaded', async () => {
    const error = await failureOf(loadText(faulty, { maxErrors: 1 }));
    expect(error).toBeInstanceOf(RunFailedError);
    expect(error).toMatchObject({ name: 'SluiceError', code: 'TOO_MANY_REJECTS', exitCode: 4 });
    expect(error.message).toBe('2 of 4 records were rejected, and maxErrors allows 1: nothing was loaded.');
    expect(error.summary).toMatchObject({ outcome: 'too_many_rejects', exitCode: 4, error: { code: error.code } });
    expect(error.summary.rejectFiles).toEqual(['orders.rejects.csv', 'orders.rejects.ndjson']);
    expect(await rowCount()).toBe(0);
  });

  test('rejectsDir null: no file is written, and rejects are told all the same', async () => {
    const lines: number[] = [];
    const reject = ({ line }: RejectEvent) => lines.push(line);
    const { folder, rejectFiles } = await loadText(faulty, { maxErrors: 9, rejectsDir: null, on: { reject } });
    expect(await readdir(folder)).toEqual(['orders.csv']);
    expect([lines, rejectFiles]).toEqual([[3, 3, 5], []]);
    const resumable = await failureOf(loadText(faulty, { resumable: true, rejectsDir: null }));
    expect([resumable.code, resumable.message]).toEqual(['USAGE', expect.stringContaining('resumable needs')]);
  });

  test('a pipeline file is read, and options come before it', async () => {
    const pipeline = 'source:\n  paths: orders.csv\ntarget:\n  table: elsewhere\nwhere: id > 1\n';
    const cwd = await folderOf({ 'p.sluice.yaml': pipeline, 'orders.csv': good });
    const summary = await load({ pipeline: 'p.sluice.yaml', table: 'orders', db: bench.url, env: {}, cwd });
    expect(summary).toMatchObject({ table: 'public.orders', counts: { read: 2, loaded: 1, filtered: 1 } });
  });

  test('a pipeline in code needs no file', async () => {
    const pipeline = definePipeline({
      source: { paths: 'orders.csv' },
      columns: { id: { from: 'nr' }, amount: { trim: true } },
      where: 'id > 1',
      target: { table: 'orders' },
      errors: { maxErrors: 1 },
    });
    const text = 'nr,amount\n1, 1.50\n2, 2.50 \nx,3\n';
    const summary = await loadText(text, { pipeline, inputs: undefined, table: undefined });
    expect(summary.counts).toMatchObject({ read: 3, loaded: 1 });
    expect(await bench.sql('select * from orders')).toEqual([{ id: 2, amount: '2.50' }]);
    const wrong = { target: { tabel: 'orders' } } as unknown as Pipeline;
    const error = await failureOf(loadText(text, { pipeline: wrong }));
    expect([error.code, error.message]).toEqual(['PIPELINE_INVALID', expect.stringContaining('tabel')]);
  });

  test('reads a stream as -, and asks for one when there is none', async () => {
    const chunks = Readable.from([Buffer.from('id,am'), Buffer.from('ount\n7,7\n')]);
    expect((await loadText('', { inputs: ['-'], stdin: chunks })).sources).toMatchObject([{ name: '-', records: 1 }]);
    expect((await failureOf(loadText('', { inputs: '-' }))).message).toBe(
      'The input - stands for stdin, and none was given.',
    );
  });

  test('two at the same time in one process keep to themselves', async () => {
    await bench.sql('drop table if exists other; create table other (id int, amount numeric)');
    const texts = [1, 2].map((start) =>
      ['id,amount', ...Array.from({ length: 20_000 }, (_, index) => `${start + 2 * index},${start}`), 'x,1', ''].join(
        '\n',
      ),
    );
    const told: RejectEvent[][] = [[], []];
    const runs = texts.map((text, index) =>
      loadText(text, {
        table: ['orders', 'other'][index],
        maxErrors: 1,
        on: { reject: (event) => told[index].push(event) },
      }),
    );
    for (const summary of await Promise.all(runs))
      expect(summary.counts).toMatchObject({ loaded: 20_000, rejected: 1 });
    expect(told.map((events) => events.map(({ column, value }) => [column, value]))).toEqual([
      [['id', 'x']],
      [['id', 'x']],
    ]);
    expect(await bench.sql('select sum(id)::int, min(amount)::int, max(amount)::int from other')).toEqual([
      { sum: 400_020_000, min: 2, max: 2 },
    ]);
  });
});

describe('stopping', () => {
  test('an abort rejects with INTERRUPTED, and nothing is loaded', async () => {
    const controller = new AbortController();
    const slow = new Readable({ read: () => undefined });
    slow.push('id,amount\n1,1\n');
    const run = failureOf(
      loadText('', {
        inputs: '-',
        stdin: slow,
        signal: controller.signal,
        on: { notice: () => void setTimeout(() => controller.abort(new Error('enough')), 50) },
      }),
    );
    setTimeout(() => controller.abort(new Error('enough')), 200);
    const error = await run;
    expect(error).toMatchObject({ code: 'INTERRUPTED', exitCode: 130, message: 'The run was aborted.' });
    expect(error.summary.outcome).toBe('interrupted');
    expect((error.cause as Error).cause).toMatchObject({ message: 'enough' });
    expect(slow.destroyed).toBe(true);
    expect(await rowCount()).toBe(0);
  });

  test('a signal that was aborted before lets nothing begin', async () => {
    const error = await failureOf(loadText(good, { signal: AbortSignal.abort() }));
    expect([error.code, await rowCount()]).toEqual(['INTERRUPTED', 0]);
  });

  test('many runs on one signal leave no listener behind', async () => {
    const { signal } = new AbortController();
    const listened = vi.spyOn(signal, 'addEventListener');
    const released = vi.spyOn(signal, 'removeEventListener');
    for (let count = 0; count < 3; count++) await loadText(good, { signal, mode: 'replace' });
    expect([listened.mock.calls.length, released.mock.calls.length]).toEqual([3, 3]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('no more');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no more'))],
  ])('a listener that %s ends the run, and its error comes out', async (_, reject) => {
    await expect(loadText(faulty, { maxErrors: 9, on: { reject } })).rejects.toThrow('no more');
    expect(await rowCount()).toBe(0);
  });

  test('a listener that never comes to an end does not hold an abort up', async () => {
    const controller = new AbortController();
    const reject = (): Promise<void> => {
      setTimeout(() => controller.abort(), 20);
      return new Promise(() => undefined);
    };
    const error = await failureOf(loadText(faulty, { maxErrors: 9, signal: controller.signal, on: { reject } }));
    expect([error.code, await rowCount()]).toEqual(['INTERRUPTED', 0]);
  });
});

describe('what is wrong', () => {
  test.each<[string, object, string, string]>([
    ['an unknown option', { tabel: 'orders' }, 'USAGE', 'load has no tabel.'],
    ['a wrong value', { maxErrors: 'many' }, 'USAGE', 'maxErrors: takes a whole number'],
    ['no input', { inputs: [] }, 'USAGE', 'No input is named.'],
    ['a missing file', { inputs: 'none.csv' }, 'SOURCE_UNREADABLE', 'none.csv'],
    ['a missing table', { table: 'nowhere' }, 'TABLE_MISSING', 'nowhere'],
    ['a missing pipeline', { pipeline: 'none.yaml' }, 'PIPELINE_INVALID', 'none.yaml'],
  ])('%s', async (_, options, code, text) => {
    const error = await failureOf(loadText(good, options));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(text)]);
    expect(`${error.message} ${error.hint ?? ''}`).not.toMatch(/--(?!help)/);
  });
});

test('nothing is written to the streams of the process, and nobody listens to its signals', async () => {
  const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
  const before = process.eventNames();
  try {
    await failureOf(loadText(faulty, { env: { SLUICE_DEBUG: '1' } }));
    await loadText(good);
    expect(streams.map(({ mock }) => mock.calls)).toEqual([[], []]);
    expect(process.eventNames()).toEqual(before);
  } finally {
    for (const stream of streams) stream.mockRestore();
  }
});
