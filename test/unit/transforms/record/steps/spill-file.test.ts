import { afterEach, expect, test, vi } from 'vitest';
import { SpillFile } from '../../../../../src/transforms/record/steps/spill-file.js';
import { openFiles } from '../../../../support/open-files.js';

const subject = { what: 'The keys', hint: 'Free some space.' };

afterEach(() => vi.unstubAllEnvs());

test('what was written is read from any place, and nothing is left behind', () => {
  const before = openFiles();
  const file = new SpillFile(subject);
  try {
    expect(file.append(Buffer.from('one'))).toBe(0);
    expect(file.append(Buffer.from('three'))).toBe(3);
    expect(file.length).toBe(8);
    const part = Buffer.alloc(4);
    file.read(part, 2);
    expect(part.toString()).toBe('ethr');
  } finally {
    file.close();
    file.close();
  }
  expect(openFiles()).toEqual(before);
});

test('a folder that takes no file is an error that says what was to be kept, and where', () => {
  vi.stubEnv('TMPDIR', '/dev/null/no-folder');
  expect(() => new SpillFile(subject)).toThrow(
    expect.objectContaining({
      code: 'OUTPUT_FAILED',
      message: expect.stringMatching(/^The keys can't be kept in \/dev\/null\/no-folder: ENOTDIR/) as string,
      hint: 'Free some space.',
    }),
  );
});

test('bytes that are not there are an error', () => {
  const file = new SpillFile(subject);
  try {
    file.append(Buffer.from('abc'));
    expect(() => file.read(Buffer.alloc(4), 0)).toThrow('the file has become shorter');
  } finally {
    file.close();
  }
});
