import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAlive, processIdentity } from '../../../../src/postgres/embedded/process-identity.js';

test('this process lives, under one name', () => {
  const identity = processIdentity();
  expect(identity).toMatch(new RegExp(`^${process.pid}\\.[\\w-]+$`));
  expect(processIdentity(process.pid)).toBe(identity);
  expect(isAlive(identity ?? '')).toBe(true);
});

test('a process that has ended is not alive', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const identity = processIdentity(child.pid ?? 0) ?? '';
  expect(isAlive(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(identity)).toBe(false);
});

test.runIf(process.platform !== 'win32').each(['darwin', 'win32'] as const)('the way of %s works too', (platform) => {
  const identity = processIdentity(process.pid, platform);
  expect(identity).toMatch(new RegExp(`^${process.pid}\\.[\\w-]+$`));
  expect(processIdentity(process.pid, platform)).toBe(identity);
  expect(processIdentity(999_999_999, platform)).toBeNull();
});

test('another process under the same number is not the one that was named', () => {
  expect(isAlive(`${process.pid}.1`)).toBe(false);
});

test.each(['', '0.1', '-1.1', 'x', '999999999.1'])('%j is no living process', (identity) => {
  expect(isAlive(identity)).toBe(false);
});
