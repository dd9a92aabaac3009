/** npm runs this after an install in a checkout and before packing: it builds, and switches the git hooks on. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

process.exitCode = build();
useHooks();

/** Compiles src to dist; without the dev dependencies (`--omit=dev`) there is nothing to compile with. */
function build() {
  const compiler = findCompiler();
  if (!compiler) return 0;
  return (
    spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' }).status ?? 1
  );
}

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc');
  } catch {
    return undefined;
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
