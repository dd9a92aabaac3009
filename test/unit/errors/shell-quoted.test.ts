import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellQuoted } from '../../../src/errors/shell-quoted.js';

/** What a shell makes of words: each argument, ended by a NUL. */
function readBy(shell: string, words: readonly string[]): string[] {
  const output = execFileSync(shell, ['-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

describe('a text as a word of a shell', () => {
  test.each([
    ['orders.csv', 'orders.csv'],
    ['data/2024-01-02/a_b.csv', 'data/2024-01-02/a_b.csv'],
    ['', "''"],
    ['my file.csv', "'my file.csv'"],
    ["it's", String.raw`'it'\''s'`],
    ['$HOME `id` "x" \\ !', `'$HOME \`id\` "x" \\ !'`],
    ['*.csv', "'*.csv'"],
    ['~/x', "'~/x'"],
    ['\t', String.raw`$'\x09'`],
    ["a\n'\\b", String.raw`$'a\x0a\'\\b'`],
    ['\u0085', String.raw`$'\xc2\x85'`],
    ['größe', "'größe'"],
  ])('%j is %s', (text, word) => expect(shellQuoted(text)).toBe(word));

  const posix = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text));
  const any = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\0', '\u0001'));
  const nasty = fc.string({
    unit: fc.constantFrom(...`'"\\$\`!#&|;<>()[]{}*?~ -=%\t\n\r\u001b\u007f\u0080é`),
    maxLength: 12,
  });

  test.each([
    [
      'sh',
      fc.array(
        fc.oneof(
          posix,
          nasty.map((text) => text.replaceAll(/\p{Cc}/gu, '')),
        ),
      ),
    ],
    ['bash', fc.array(fc.oneof(any, nasty))],
  ] as const)('%s reads it back', (shell, texts) => {
    fc.assert(
      fc.property(texts, (list) => {
        expect(readBy(shell, list.map(shellQuoted))).toEqual(list.length === 0 ? [''] : list);
      }),
      { numRuns: 60 },
    );
  });
});
