import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { writeData } from '../../../src/run/write-data.js';
import { TextSink } from '../../support/text-sink.js';

function failing(code: string): Writable {
  const write = (_chunk: unknown, _encoding: unknown, done: (error: Error) => void): void =>
    done(Object.assign(new Error(`${code}: no way`), { code }));
  return new Writable({ write }).on('error', () => undefined);
}

test('text is written', async () => {
  const sink = new TextSink();
  await writeData(sink, 'a\n');
  expect(sink.text).toBe('a\n');
});

test('a full disk is a failure', async () => {
  await expect(writeData(failing('ENOSPC'), 'a')).rejects.toMatchObject({
    code: 'OUTPUT_FAILED',
    exitCode: 1,
    message: "Standard output can't be written: ENOSPC: no way.",
  });
});

test('a reader that has gone away is none', async () => {
  const stdout = failing('EPIPE');
  await writeData(stdout, 'a');
  await writeData(stdout, 'b');
});
