import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { isAddress, isUrl } from './http/url-name.js';
import { folderError } from './read-errors.js';
import { STDIN_NAME } from './stream-source.js';

/** How names on the command line are expanded. */
export interface ExpandOptions {
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Patterns of the files to take from a folder (`*.csv`), at any depth unless they name folders. Empty: none. */
  readonly include: readonly string[];
}

/**
 * Turns what the user named into inputs, each named once, in the order in which they were named. What a pattern or a
 * folder stands for is in the order of people: `part-2` before `part-10`. A path that exists is itself, also when it
 * could be read as a pattern. Hidden files are taken only when the pattern names them.
 *
 * @param names - Paths, patterns (`data/*.csv`, `**`, `{a,b}`), folders, URLs, and `-` for standard input.
 * @returns Names for `openSources`.
 * @throws SluiceError SOURCE_UNREADABLE when a pattern or a folder stands for no file; USAGE when `-` is named twice, or
 * when there is no folder for `include`.
 */
export async function expandInputs(names: readonly string[], options: ExpandOptions): Promise<string[]> {
  if (names.filter((name) => name === STDIN_NAME).length > 1) throw stdinTwice();
  const expanded = await Promise.all(names.map((name) => expand(name, options)));
  if (options.include.length > 0 && !expanded.some(({ mayBeFolder }) => mayBeFolder)) throw nothingToSelect();
  const inputs = new Map<string, string>();
  for (const name of expanded.flatMap(({ files }) => files)) {
    const identity = name === STDIN_NAME || isUrl(name) ? name : resolve(options.cwd, name);
    if (!inputs.has(identity)) inputs.set(identity, name);
  }
  return [...inputs.values()];
}

/** What every pattern has at least one of. */
const PATTERN = /[*?[\]{}()!]/;

/** What one name stands for. */
interface Expansion {
  readonly files: readonly string[];
  /** It is one, or is not there at all, which is for whoever opens it to say. */
  readonly mayBeFolder: boolean;
}

async function expand(name: string, { cwd, include }: ExpandOptions): Promise<Expansion> {
  const isFile = { files: [name], mayBeFolder: false };
  if (name === STDIN_NAME || isAddress(name)) return isFile;
  const stats = await stat(resolve(cwd, name)).catch(() => null);
  if (stats?.isDirectory() === true) return { files: await filesOf(name, { cwd, include }), mayBeFolder: true };
  if (stats !== null) return isFile;
  if (!PATTERN.test(name)) return { ...isFile, mayBeFolder: true };
  return { files: await filesLike(name, cwd), mayBeFolder: false };
}

async function filesLike(name: string, cwd: string): Promise<string[]> {
  const { isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(withSlashes(name))) return [name];
  const found = await search([withSlashes(name)], cwd, isAbsolute(name));
  if (found.length === 0) throw nothingFound(`No file matches ${printable(name, 200)}.`);
  return found;
}

async function filesOf(folder: string, { cwd, include }: ExpandOptions): Promise<string[]> {
  if (include.length === 0) throw folderError(folder);
  const patterns = include.map((pattern) => (pattern.includes('/') ? pattern : `**/${pattern}`));
  const found = await search(patterns, resolve(cwd, folder), false);
  if (found.length === 0) {
    throw nothingFound(`No file in ${printable(folder, 200)} matches ${printable(include.join(', '), 200)}.`);
  }
  return found.map((path) => join(folder, path));
}

async function search(patterns: string[], cwd: string, absolute: boolean): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const found = await glob(patterns, { cwd, absolute, expandDirectories: false });
  return found.sort(naturalOrder);
}

/** Numbers by their value; names that differ in nothing else, by their code points. */
function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

const collator = new Intl.Collator('en', { numeric: true });

function withSlashes(pattern: string): string {
  return process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
}

function nothingFound(message: string): SluiceError {
  return new SluiceError('SOURCE_UNREADABLE', message, {
    hint: 'Check the pattern: * stands for any characters of a name, ** for any folders.',
  });
}

function nothingToSelect(): SluiceError {
  return new SluiceError('USAGE', 'None of the inputs is a folder, so --include has nothing to choose from.', {
    hint: 'Leave --include out, or name the folder that holds the files.',
  });
}

function stdinTwice(): SluiceError {
  return new SluiceError('USAGE', 'Standard input (-) is named twice.', { hint: 'It can be read only once.' });
}
