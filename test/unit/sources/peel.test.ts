import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test, vi } from 'vitest';
import { peel } from '../../../src/sources/peel.js';

function chunked(bytes: string, size: number): Readable {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    Buffer.from(bytes.slice(index * size, (index + 1) * size)),
  );
  return Readable.from(chunks, { objectMode: false });
}

/** The first line, its end left out. */
function firstLine(bytes: Buffer, atEnd: boolean): string | null {
  const end = bytes.indexOf('\n');
  if (end === -1) return atEnd ? bytes.toString() : null;
  return bytes.toString('utf8', 0, end);
}

describe.each([1, 2, 3, 100])('chunks of %i', (size) => {
  test.each([
    ['head\nrest of it\n', 'head', '\nrest of it\n'],
    ['head\n', 'head', '\n'],
    ['head', 'head', ''],
    ['', '', ''],
  ])('%j', async (bytes, head, rest) => {
    const peeled = await peel(chunked(bytes, size), firstLine, (line) => line.length);
    expect([peeled.head, await text(peeled.rest)]).toEqual([head, rest]);
  });
});

test('a long head is looked at a few times, not at every chunk', async () => {
  const parse = vi.fn(firstLine);
  await peel(chunked(`${'x'.repeat(100_000)}\n`, 10), parse, (line) => line.length);
  expect(parse.mock.calls.length).toBeLessThan(20);
});

test('what parse throws destroys the stream', async () => {
  const stream = chunked('abc', 1);
  const error = new Error('no head');
  const parse = (): never => {
    throw error;
  };
  await expect(peel(stream, parse, () => 0)).rejects.toBe(error);
  expect(stream.destroyed).toBe(true);
});

test('an error after the head arrives on the rest', async () => {
  async function* failing(): AsyncGenerator<Buffer> {
    yield Buffer.from('head\nre');
    throw new Error('the cable was pulled');
  }
  const { rest } = await peel(Readable.from(failing(), { objectMode: false }), firstLine, (line) => line.length);
  await expect(text(rest)).rejects.toThrow('the cable was pulled');
});

test('letting go of the rest lets go of the stream', async () => {
  const stream = chunked('head\nrest\nand more', 2);
  const { rest } = await peel(stream, firstLine, (line) => line.length);
  for await (const chunk of rest) {
    expect(chunk).toBeDefined();
    break;
  }
  await vi.waitFor(() => expect(stream.destroyed).toBe(true));
});
