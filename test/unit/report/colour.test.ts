import { expect, test } from 'vitest';

import { painterFor } from '../../../src/report/colour.js';
import { TextSink } from '../../support/text-sink.js';

test('colours on a terminal', () => {
  expect(painterFor(new TextSink(80), {})('red', 'x')).toBe('\u001b[31mx\u001b[39m');
  expect(painterFor(new TextSink(80), { NO_COLOR: '' })('red', 'x')).toContain('\u001b');
});

test.each([
  ['a pipe', 0, {}],
  ['NO_COLOR', 80, { NO_COLOR: '1' }],
  ['a dumb terminal', 80, { TERM: 'dumb' }],
])('no colour for %s', (_case, columns, env) => {
  expect(painterFor(new TextSink(columns), env)('red', 'x')).toBe('x');
});
