import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { headOf } from '../../../src/sources/head-of.js';
import type { Source } from '../../../src/sources/source.js';
import { streamSource } from '../../../src/sources/stream-source.js';
import { bytesOf, bytesSource, cut } from '../../support/sources.js';

const text = Buffer.from('head\nrest of it\n');

/** The same bytes from every kind of source. */
const kinds: readonly [string, (bytes: Buffer, size: number) => Source][] = [
  ['that can be sought', (bytes, size) => bytesSource(bytes, size)],
  ['that can be read again', (bytes, size) => ({ ...bytesSource(bytes, size), readAt: null })],
  ['that can be read once', (bytes, size) => streamSource('-', Readable.from(cut(bytes, size), { objectMode: false }))],
];

describe.each(kinds)('a source %s', (_, open) => {
  test.each([1, 2, 7, 64])('in chunks of %d: the head, and all bytes after it', async (size) => {
    for (const count of [1, 5, 15, 16, 17, 100]) {
      const { head, source, atEnd } = await headOf(open(text, size), count);
      expect(head.toString()).toBe(text.toString('utf8', 0, count));
      if (count !== text.length) expect(atEnd).toBe(count > text.length);
      expect((await bytesOf(source)).toString()).toBe(text.toString());
    }
  });

  test('a head of a head', async () => {
    const first = await headOf(open(text, 3), 4);
    const second = await headOf(first.source, 100);
    expect([second.head.toString(), second.atEnd]).toEqual([text.toString(), true]);
    expect((await bytesOf(second.source)).toString()).toBe(text.toString());
  });

  test('without bytes', async () => {
    const { head, source, atEnd } = await headOf(open(Buffer.alloc(0), 1), 10);
    expect([head.length, atEnd, (await bytesOf(source)).length]).toEqual([0, true, 0]);
  });
});

test('the stream of a source that can be read again is let go of', async () => {
  const streams: Readable[] = [];
  const source = { ...bytesSource(text, 2), readAt: null };
  await headOf({ ...source, read: () => streams[streams.push(source.read()) - 1] }, 4);
  expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
});

describe('a pipe', () => {
  async function* trickling(first: string, rest: string): AsyncGenerator<Buffer> {
    yield Buffer.from(first);
    await pause(1000);
    yield Buffer.from(rest);
  }

  test.each([
    ['that falls silent after a line is judged by what it has sent', 'a,b\n1', 'a,b\n1'],
    ['that falls silent before the end of a line is waited for', 'a,b', 'a,b,c\n'],
  ])('%s', async (_, first, expected) => {
    const rest = ',c\n';
    const { head, source, atEnd } = await headOf(streamSource('-', Readable.from(trickling(first, rest))), 100);
    expect([head.toString(), atEnd]).toEqual([expected, first !== expected]);
    expect((await bytesOf(source)).toString()).toBe(first + rest);
  });

  test('that fails after the head: whoever reads the rest is told', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('head\nre');
      await pause(500);
      throw new Error('the cable was pulled');
    }
    const { source } = await headOf(streamSource('-', Readable.from(failing())), 100);
    await pause(400);
    await expect(bytesOf(source)).rejects.toThrow('the cable was pulled');
  });

  test('is let go of with the rest', async () => {
    const stream = Readable.from(cut(Buffer.alloc(1000, 'x\n'), 10), { objectMode: false });
    const { source } = await headOf(streamSource('-', stream), 20);
    source.read().destroy();
    const rest = source.read();
    for await (const chunk of rest) {
      expect(chunk).toBeDefined();
      break;
    }
    await vi.waitFor(() => expect(stream.destroyed).toBe(true));
  });
});
