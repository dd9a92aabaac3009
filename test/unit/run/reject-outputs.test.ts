import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceRef } from '../../../src/batch/place.js';
import { RejectOutputs } from '../../../src/run/reject-outputs.js';
import { rejectPaths } from '../../../src/sinks/rejects/reject-paths.js';
import { rejectedRecord } from '../../support/rejected.js';
import { tempFolder } from '../../support/temp-folder.js';

/** The outputs of sources of these names; the header of each is its name. */
function outputsIn(folder: string, ...names: readonly string[]): { outputs: RejectOutputs; sources: SourceRef[] } {
  const sources = names.map((name) => ({ name }));
  const paths = rejectPaths(
    folder,
    sources.map((source) => ({ source, extension: 'csv' })),
  );
  const outputs = new RejectOutputs(
    sources.map((source, index) => ({ source, paths: paths[index], header: Buffer.from(names[index]) })),
  );
  return { outputs, sources };
}

/** A reject of a source. */
function rejectOf(source: SourceRef, text: string) {
  const rejected = rejectedRecord(2, { raw: Buffer.from(text) });
  return { ...rejected, place: { ...rejected.place, source } };
}

describe('the reject files of a run', () => {
  test('are apart for each source, of one name too, and there only for those that have rejects', async () => {
    const folder = await tempFolder();
    const { outputs, sources } = outputsIn(folder, 'a/x.csv', 'good.csv', 'b/x.csv');
    for (const [index, text] of [
      [2, 'one'],
      [0, 'two'],
      [2, 'three'],
    ] as const)
      outputs.add(rejectOf(sources[index], text));
    await outputs.drained();
    const paths = await outputs.close();
    expect(paths.map((path) => basename(path)).toSorted()).toEqual([
      'x-2.rejects.csv',
      'x-2.rejects.ndjson',
      'x.rejects.csv',
      'x.rejects.ndjson',
    ]);
    expect((await readdir(folder)).length).toBe(4);
    expect(await readFile(join(folder, 'x.rejects.csv'), 'utf8')).toBe('a/x.csv\ntwo\n');
    expect(await readFile(join(folder, 'x-2.rejects.csv'), 'utf8')).toBe('b/x.csv\none\nthree\n');
    const faults = (await readFile(join(folder, 'x-2.rejects.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(faults.map((line) => (JSON.parse(line) as { source: string }).source)).toEqual(['b/x.csv', 'b/x.csv']);
  });

  test('may be closed twice, and tell the same', async () => {
    const { outputs, sources } = outputsIn(await tempFolder(), 'x.csv');
    outputs.add(rejectOf(sources[0], 'one'));
    expect(await outputs.close()).toEqual(await outputs.close());
  });

  test('without a reject are none', async () => {
    const folder = await tempFolder();
    const { outputs } = outputsIn(folder, 'x.csv');
    await outputs.drained();
    expect([await outputs.close(), await readdir(folder)]).toEqual([[], []]);
  });

  test('that can not be made are told of by drained and close, and those of other sources are closed all the same', async () => {
    const folder = await tempFolder();
    const sources = [{ name: 'bad.csv' }, { name: 'good.csv' }];
    const paths = ['missing/bad', 'good'].map((name) => ({
      records: join(folder, `${name}.csv`),
      faults: join(folder, `${name}.ndjson`),
    }));
    const outputs = new RejectOutputs(sources.map((source, index) => ({ source, paths: paths[index], header: null })));
    for (const source of sources) outputs.add(rejectOf(source, 'one'));
    const failure = { code: 'OUTPUT_FAILED', message: expect.stringContaining('missing/bad') as string };
    await expect(outputs.drained()).rejects.toMatchObject(failure);
    await expect(outputs.close()).rejects.toMatchObject(failure);
    expect(await readFile(join(folder, 'good.csv'), 'utf8')).toBe('one\n');
  });

  test('a reject of no source of the run is a fault of Sluice', async () => {
    const { outputs } = outputsIn(await tempFolder(), 'x.csv');
    expect(() => outputs.add(rejectOf({ name: 'x.csv' }, 'one'))).toThrow('not of this run');
  });
});
