import { describe, expect, test } from 'vitest';
import { resolveInspectPlan, type InspectFlags } from '../../../src/config/inspect-plan.js';

const flagsOf = (flags: InspectFlags): string[] =>
  resolveInspectPlan(['x'], flags).reading.formatFlags.map(({ flag }) => flag);

const csvFlags: [InspectFlags, string][] = [
  [{ delimiter: ';' }, '--delimiter'],
  [{ quote: 'none' }, '--quote'],
  [{ escape: 'quote' }, '--escape'],
  [{ comment: '#' }, '--comment'],
  [{ lineEnd: 'lf' }, '--line-end'],
  [{ skipLines: '0' }, '--skip-lines'],
  [{ header: '1' }, '--header'],
  [{ header: false }, '--header'],
  [{ null: ['x'] }, '--null'],
  [{ trim: true }, '--trim'],
  [{ ragged: 'reject' }, '--ragged'],
];
const jsonFlags: [InspectFlags, string][] = [
  [{ flatten: true }, '--flatten'],
  [{ maxDepth: '64' }, '--max-depth'],
];
const documentFlags: [InspectFlags, string][] = [
  [{ select: 'a' }, '--select'],
  [{ jsonComments: true }, '--json-comments'],
];

describe('a flag about a format', () => {
  test.each([...csvFlags, ...jsonFlags, ...documentFlags])('%j is noted when it is given', (flags, name) => {
    expect(flagsOf(flags)).toEqual([name]);
  });

  test('is not noted when it is not given, nor is one about all formats', () => {
    expect(flagsOf({})).toEqual([]);
    expect(flagsOf({ encoding: 'latin1', maxRecordBytes: '1k', decimal: ',', jobs: '2' })).toEqual([]);
  });
});

describe('--format', () => {
  test.each<[InspectFlags['format'], [InspectFlags, string][]]>([
    ['csv', [...jsonFlags, ...documentFlags]],
    ['ndjson', [...csvFlags, ...documentFlags]],
    ['json', csvFlags],
  ])('%s: flags without a meaning for it are refused', (format, refused) => {
    for (const [flags, name] of refused) {
      expect(() => flagsOf({ format, ...flags })).toThrow(
        expect.objectContaining({ code: 'USAGE', message: `${name} has no meaning for --format ${format}.` }),
      );
    }
  });

  test.each<[InspectFlags['format'], [InspectFlags, string][]]>([
    ['csv', csvFlags],
    ['ndjson', jsonFlags],
    ['json', [...jsonFlags, ...documentFlags]],
  ])('%s: the others are taken', (format, taken) => {
    for (const [flags, name] of taken) expect(flagsOf({ format, ...flags })).toEqual([name]);
  });
});
