import { expect, test } from 'vitest';
import { RecordRanges } from '../../../../src/sinks/copy/record-ranges.js';

test('ranges that follow each other become one, for each source', () => {
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  const ranges = new RecordRanges();
  ranges.add({ source: a, first: 1, last: 10 });
  ranges.add({ source: b, first: 1, last: 5 });
  ranges.add({ source: a, first: 11, last: 20 });
  ranges.add({ source: a, first: 31, last: 40 });
  ranges.add({ source: b, first: 6, last: 6 });
  expect(ranges.list()).toEqual([
    { source: a, first: 1, last: 20 },
    { source: b, first: 1, last: 6 },
    { source: a, first: 31, last: 40 },
  ]);
});
