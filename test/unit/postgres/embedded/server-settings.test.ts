import { expect, test } from 'vitest';
import { serverSettings } from '../../../../src/postgres/embedded/server-settings.js';

const gibibyte = 2 ** 30;

test.each([
  [gibibyte / 2, '128MB'],
  [4 * gibibyte, '256MB'],
  [256 * gibibyte, '1024MB'],
])('%i bytes of memory', (memory, buffers) => {
  expect(serverSettings(memory)).toContain(`\nshared_buffers = ${buffers}\n`);
});

test('durability is never given up', () => {
  expect(serverSettings()).not.toMatch(/^(?:fsync|full_page_writes|synchronous_commit) *= *(?!on)/m);
});

test('only this machine can connect', () => {
  expect(serverSettings()).toContain("\nlisten_addresses = '127.0.0.1'\n");
  expect(serverSettings()).toContain("\nsearch_path = 'public'\n");
});
