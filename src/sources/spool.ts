import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notKept } from '../errors/not-kept.js';
import { KeptFile } from './file-access.js';
import { fileSource } from './file-source.js';
import type { Source } from './source.js';

/**
 * Copies a source that can be read once into a temporary file that can be read again. The file is private and has
 * lost its name before the first byte is written (where the system allows that), so that nothing is left behind
 * even by a killed run. The copy's fingerprint is that of the original, which is closed with it.
 *
 * @throws SluiceError SOURCE_UNREADABLE when the source fails, OUTPUT_FAILED when the disk does.
 */
export async function spool(source: Source, signal: AbortSignal): Promise<Source> {
  const handle = await openNameless().catch(inputNotKept);
  try {
    for await (const chunk of source.read()) {
      signal.throwIfAborted();
      await handle.writeFile(chunk as Buffer).catch(inputNotKept);
    }
    const copy = fileSource(source.ref.name, new KeptFile(handle), await handle.stat());
    return {
      ...copy,
      fingerprint: (kind) => source.fingerprint(kind),
      close: async () => {
        await copy.close();
        await source.close();
      },
    };
  } catch (error) {
    await handle.close();
    await source.close();
    throw error;
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  const handle = await open(join(folder, 'input'), 'wx+', 0o600);
  // Windows keeps an open file's name; there the system's own cleaning of its temporary folder has to do.
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  return handle;
}

function inputNotKept(error: unknown): never {
  throw notKept('The input', HINT, error);
}

const HINT =
  'It has to be read twice, or out of order, and can be read only once as it is. Free some space, or set TMPDIR.';
