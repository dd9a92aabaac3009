/** Packs what is built and has it looked at as others will see it: what is exported, and how its types resolve. Needs a build. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'sluice-package-'));
try {
  // Packing with its scripts would build again.
  run('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder)[0]);
  run('npx', 'publint', 'run', tarball, '--strict');
  run('npx', 'attw', tarball, '--profile', 'esm-only', '--quiet');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a program to its end; if it fails, this does too. */
function run(program, ...args) {
  if (process.exitCode) return;
  const { status } = spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = status ?? 1;
}
