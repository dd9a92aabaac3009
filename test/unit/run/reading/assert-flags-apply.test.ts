import { describe, expect, test } from 'vitest';
import type { FormatFlag } from '../../../../src/config/format-flags.js';
import { assertFlagsApply } from '../../../../src/run/reading/assert-flags-apply.js';
import { recordSource } from '../../../support/record-sources.js';

const delimiter: FormatFlag = { flag: '--delimiter', formats: ['csv'] };
const flatten: FormatFlag = { flag: '--flatten', formats: ['ndjson', 'json'] };
const csv = recordSource({ name: 'a.csv', format: 'csv', names: ['a'] });
const ndjson = recordSource({ name: 'a.ndjson', format: 'ndjson', names: ['a'] });

describe('a flag', () => {
  test('that one input has a use for is fine', () => {
    expect(() => assertFlagsApply([delimiter, flatten], [csv, ndjson])).not.toThrow();
    expect(() => assertFlagsApply([], [ndjson])).not.toThrow();
  });

  test.each<[FormatFlag, (typeof csv)[], string, string]>([
    [
      delimiter,
      [ndjson],
      'a.ndjson is NDJSON: --delimiter has no meaning there.',
      'Leave --delimiter out; or if this is CSV after all, say so with --format csv.',
    ],
    [
      flatten,
      [csv, csv],
      'a.csv is CSV, and none of the other inputs is NDJSON or JSON: --flatten has no meaning there.',
      'Leave --flatten out; or if this is NDJSON or JSON after all, say so with --format ndjson or --format json.',
    ],
  ])('that none has a use for is refused: %j', (flag, inputs, message, hint) => {
    expect(() => assertFlagsApply([flag], inputs)).toThrow(expect.objectContaining({ code: 'USAGE', message, hint }));
  });
});
