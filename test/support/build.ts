/** End-to-end tests start the built command: this builds it, unless dist is newer than all of src. */
import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Vitest calls it before the first end-to-end test. A build that fails, fails the run. */
export async function setup(): Promise<void> {
  if ((await lastChange('dist')) > (await lastChange('src'))) return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
}

/** When the newest file under a folder was written; 0 when there is none. */
async function lastChange(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const times = files.map(async (file) => (file.isFile() ? (await stat(join(file.parentPath, file.name))).mtimeMs : 0));
  return Math.max(0, ...(await Promise.all(times)));
}
