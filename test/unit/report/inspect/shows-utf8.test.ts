import { expect, test } from 'vitest';
import { showsUtf8 } from '../../../../src/report/inspect/shows-utf8.js';

test.each([
  [true, { LANG: 'en_US.UTF-8' }],
  [true, { LANG: 'C', LC_ALL: 'de_DE.utf8' }],
  [true, { LANG: 'C', LC_CTYPE: 'C.UTF-8', LC_ALL: '' }],
  [true, { WT_SESSION: '1' }],
  [false, { LANG: 'en_US.UTF-8', LC_ALL: 'C' }],
  [false, { LANG: 'en_US.ISO-8859-1' }],
  [false, {}],
])('%s: %j', (expected, env) => {
  expect(showsUtf8(env)).toBe(expected);
});
