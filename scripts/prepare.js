/** npm runs this after an install in a checkout and before packing: it builds, and switches the git hooks on. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

process.exitCode = build();
useHooks();

/** Builds dist from src; without the dev dependencies (`--omit=dev`) there is nothing to build with. */
function build() {
  if (!canBuild()) return 0;
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };
  return spawnSync('npm', ['run', '--silent', 'build'], options).status ?? 1;
}

function canBuild() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc') !== '';
  } catch {
    return false;
  }
}

/** Only in a work tree of the project's own: a copy inside another repository must not change that one's hooks. */
function useHooks() {
  const top = git('rev-parse', '--show-toplevel');
  if (top && realpathSync(top) === realpathSync(root)) git('config', 'core.hooksPath', '.githooks');
}

/** What git prints, or nothing where there is no git or no repository. */
function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}
