import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, unlinkSync, type Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { SourceRef } from '../../batch/place.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { RejectPaths } from './reject-paths.js';

/**
 * Makes sure, before a run starts, that its reject files could be written: that the folder is there, that a file
 * can be made in it (one is made and removed), and that no reject file would take the place of an input
 * (`sluice load - < stdin.rejects.csv`).
 *
 * @param folder - Where the reject files go.
 * @param files - The inputs and their reject files.
 * @throws SluiceError USAGE when not.
 */
export async function assertWritable(
  folder: string,
  files: readonly { readonly source: SourceRef; readonly paths: RejectPaths }[],
): Promise<void> {
  tryFile(folder);
  const inputs = new Set<string>();
  for (const { source } of files) inputs.add(identityOf(await sourceStats(source)));
  inputs.delete('');
  for (const path of files.flatMap(({ paths }) => [paths.records, paths.faults])) {
    const old = await lstat(path).catch(() => null);
    if (!inputs.has(identityOf(old))) continue;
    const message = `The reject file ${printable(path, 200)} would take the place of an input.`;
    throw new SluiceError('USAGE', message, { hint: HINT });
  }
}

/** What tells a file from all others; empty when there is none. */
function identityOf(stats: Stats | null): string {
  return stats === null ? '' : `${stats.dev}:${stats.ino}`;
}

/** All at once, so that a process that is killed has hardly a moment to leave the file behind. */
function tryFile(folder: string): void {
  const path = join(folder, `.sluice-${randomUUID()}`);
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    unlinkSync(path);
    closeSync(descriptor);
  } catch (cause) {
    throw new SluiceError('USAGE', `No reject file could be made in ${printable(folder, 200)}: ${reason(cause)}.`, {
      hint: HINT,
      cause,
    });
  }
}

async function sourceStats(source: SourceRef): Promise<Stats | null> {
  if (source.name !== '-') return await stat(source.name).catch(() => null);
  try {
    return fstatSync(STDIN);
  } catch {
    return null;
  }
}

function reason(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return REASONS.get(code) ?? (code || 'it failed');
}

const REASONS = new Map([
  ['ENOENT', 'the folder does not exist'],
  ['ENOTDIR', 'it is not a folder'],
  ['EACCES', 'you may not write there'],
  ['EPERM', 'you may not write there'],
  ['EROFS', 'it is on a read-only file system'],
  ['ENOSPC', 'the disk is full'],
]);

const HINT = 'Name an existing folder that you may write to with --rejects-dir.';
const STDIN = 0;
