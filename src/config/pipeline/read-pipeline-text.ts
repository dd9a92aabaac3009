import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { CODE_EXTENSIONS } from './code/code-extensions.js';

/**
 * Reads a pipeline file: at most 1 MiB of UTF-8. A byte order mark is left out.
 *
 * @param name - As typed; `.yaml`, `.yml`, `.json`, `.ts`, `.mts`, `.js` or `.mjs`.
 * @param cwd - The folder that a relative name starts from.
 * @throws SluiceError USAGE when the name ends otherwise; PIPELINE_INVALID when the file can't be read, or is no such text.
 */
export async function readPipelineText(name: string, cwd: string): Promise<string> {
  if (!EXTENSIONS.has(extname(name).toLowerCase())) throw otherExtension(name);
  const bytes = await readBytes(resolve(cwd, name)).catch((error: unknown) => {
    throw unreadable(name, error);
  });
  if (bytes === null)
    throw fault(name, 'is no file', 'Name a file that ends in .yaml, .yml, .json, .ts, .mts, .js or .mjs.');
  if (bytes.length > MAX_BYTES) {
    throw fault(name, 'is larger than 1 MiB', 'A pipeline file says how to load; the data is for source.paths.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fault(name, 'is not UTF-8 text', 'Save it as UTF-8.');
  }
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json', ...CODE_EXTENSIONS]);

const MAX_BYTES = 1024 * 1024;

/** One byte more than is allowed, if there are as many; null when it is no regular file. */
async function readBytes(path: string): Promise<Buffer | null> {
  // O_NONBLOCK: opening a named pipe must not wait for its writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) return null;
    const room = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(room, length, room.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === room.length) return room.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

function otherExtension(name: string): SluiceError {
  return new SluiceError(
    'USAGE',
    `--pipeline reads .yaml, .yml, .json, .ts, .mts, .js and .mjs; ${printable(name, 200)} is none.`,
    {
      hint: 'Write the pipeline as YAML, JSON, TypeScript or JavaScript, in a file that is named so; docs/pipelines.md tells how.',
    },
  );
}

function unreadable(name: string, error: unknown): SluiceError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons.get(code) ?? `can't be read (${printable(code || String(error), 200)})`;
  return fault(name, reason, 'Check the path given to --pipeline.');
}

const reasons = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist: a part of its path is no folder'],
  ['EACCES', 'may not be read by this user'],
]);

function fault(name: string, reason: string, hint: string): SluiceError {
  return new SluiceError('PIPELINE_INVALID', `The pipeline file ${printable(name, 200)} ${reason}.`, { hint });
}
