/** The package as others get it: packed, beside its dependencies and nothing else of ours. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import { loadBench } from '../support/load-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();
const run = promisify(execFile);

beforeAll(() => bench.sql('create table orders (id int primary key, amount numeric)'));

/** A folder in which the package is installed. */
async function consumer(): Promise<string> {
  const folder = await tempFolder();
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', tarball], { cwd: folder });
  await run('mv', ['package', join('node_modules', 'sluice')], { cwd: folder });
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(resolve('node_modules', name), join(modules, name), 'dir');
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

const program = `import { readFile } from 'node:fs/promises';
import {
  convert, load, RunFailedError, SluiceError, validate,
  type ErrorCode, type LoadOptions, type ProgressEvent, type RejectEvent, type RunSummary,
} from 'sluice';

const told: string[] = [];
const options: LoadOptions = {
  inputs: ['orders.csv'],
  table: 'orders',
  db: process.env['DB'],
  maxErrors: 1,
  mode: 'append',
  before: 'select 1',
  header: true,
  signal: new AbortController().signal,
  on: {
    progress: ({ records, totalBytes }: ProgressEvent) => told.push(\`\${records} of \${totalBytes ?? '?'}\`),
    reject: async (event: RejectEvent) => void told.push(\`\${event.column}: \${event.value}\`),
  },
};
const summary: RunSummary = await load(options);
console.log(summary.outcome, summary.counts.loaded, told.slice(-2).join());
try {
  await validate({ inputs: 'orders.csv', type: ['id=int'] });
} catch (error) {
  if (!(error instanceof RunFailedError) || !(error instanceof SluiceError)) throw error;
  const code: ErrorCode = error.code;
  console.log(code, error.summary.counts.rejected);
}
await convert({ inputs: 'orders.csv', to: 'ndjson', output: 'orders.ndjson' });
console.log((await readFile('orders.ndjson', 'utf8')).split('\\n')[0]);
`;

const wrong = `import { load } from 'sluice';
await load({ inputs: 'a.csv', tabel: 'orders' });
await load({ inputs: 'a.csv', mode: 'append!' });
await load({ inputs: 'a.csv', on: { reject: (event) => event.nothing } });
`;

/** What the compiler at its strictest says, of the declarations of all packages too. */
function complaints(file: string): string[] {
  const compiled = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    typeRoots: [join(dirname(file), 'node_modules', '@types')],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    outDir: dirname(file),
  });
  const found = ts.getPreEmitDiagnostics(compiled);
  if (found.length === 0) compiled.emit();
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test('a program in TypeScript compiles against it and runs', { timeout: 120_000 }, async () => {
  const folder = await consumer();
  await writeFile(join(folder, 'orders.csv'), 'id,amount\n1,1.50\nx,2\n');
  for (const [name, text] of Object.entries({ 'use.ts': program, 'wrong.ts': wrong })) {
    await writeFile(join(folder, name), text);
  }
  expect(complaints(join(folder, 'use.ts'))).toEqual([]);
  expect(complaints(join(folder, 'wrong.ts'))).toEqual([
    expect.stringContaining("'tabel' does not exist"),
    expect.stringContaining('"append!"'),
    expect.stringContaining("'nothing' does not exist"),
  ]);
  const env = { ...process.env, DB: bench.url };
  const { stdout, stderr } = await run(process.execPath, ['use.js'], { cwd: folder, env });
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([
    'loaded_with_rejects 1 id: x,2 of 21',
    'TOO_MANY_REJECTS 1',
    '{"id":"1","amount":"1.50"}',
    '',
  ]);
});

test('the command runs from it', { timeout: 60_000 }, async () => {
  const folder = await consumer();
  const { stdout } = await run(process.execPath, [join('node_modules', 'sluice', 'bin', 'sluice.js'), '--version'], {
    cwd: folder,
  });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
