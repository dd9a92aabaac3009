import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keyHash } from '../../../../../src/transforms/record/steps/key-hash.js';
import { RunMemory } from '../../../../../src/transforms/record/steps/run-memory.js';

const keyOf = (text: string): { bytes: Buffer; length: number } => {
  const bytes = Buffer.from(text);
  return { bytes: Buffer.concat([bytes, Buffer.from('rubbish behind it')]), length: bytes.length };
};

function memoryOf(...bounds: number[]): RunMemory {
  const memory = new RunMemory(...bounds);
  onTestFinished(() => memory.release());
  return memory;
}

describe('the hash of keys', () => {
  // As `openssl mac -macopt size:16 -macopt hexkey:… SIPHASH` has them; the first two are those of the reference too.
  test.each([
    [0, 'a3817f04ba25a8e66df67214c7550293'],
    [1, 'da87c1d86b99af44347659119b22fc45'],
    [12, 'd626b266905ef35882634df68532c125'],
  ])('is SipHash: of %i bytes', (length, expected) => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => index);
    const hash = new Int32Array(4);
    keyHash(bytes)({ bytes, length }, hash);
    expect(Buffer.from(hash.buffer).toString('hex')).toBe(expected);
  });

  test('has a secret of its own each time', () => {
    const [one, other] = [new Int32Array(4), new Int32Array(4)];
    keyHash()(keyOf('a'), one);
    keyHash()(keyOf('a'), other);
    expect(one).not.toEqual(other);
  });
});

describe('the keys that were seen', () => {
  const TINY = 16 * 1024;

  test.each([
    ['in memory', [1024 * 1024, 0]],
    ['most of them in a file, behind filters', [TINY, 1024 * 1024]],
    ['most of them in a file, without filters', [TINY, 0]],
  ] as const)('are those of a set: %s', (_, bounds) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), fc.integer(), (range, seed) => {
        const keys = new RunMemory(...bounds).keysOf({});
        const model = new Set<number>();
        for (let step = 0, state = seed | 1; step < 8000; step++) {
          state = Math.imul(state, 1664525) + 1013904223;
          const value = (state >>> 8) % range;
          const key = keyOf(`key ${value}`);
          if (step % 3 === 0 && keys.has(key) !== model.has(value)) return false;
          if (keys.add(key) === model.has(value)) return false;
          model.add(value);
        }
        return true;
      }),
      { numRuns: 10 },
    );
  });

  test('of several parts of a plan are apart, and share the room', () => {
    const memory = memoryOf(4 * TINY);
    const [one, other] = [{}, {}];
    memory.keysOf(one);
    memory.keysOf(other);
    for (let index = 0; index < 20_000; index++) memory.keysOf(one).add(keyOf(`${index}`));
    expect(memory.keysOf(other).has(keyOf('1'))).toBe(false);
    expect(memory.keysOf(one).has(keyOf('1'))).toBe(true);
  });

  test('can not be kept where there is no temporary folder', () => {
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = '/nowhere/at/all';
    onTestFinished(() => {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    });
    const keys = memoryOf(TINY).keysOf({});
    expect(() => {
      for (let index = 0; index < 2000; index++) keys.add(keyOf(`${index}`));
    }).toThrow(expect.objectContaining({ code: 'OUTPUT_FAILED' }));
  });
});
