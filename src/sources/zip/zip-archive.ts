import { fromRandomAccessReaderPromise, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl';
import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Fingerprint, FingerprintKind } from '../../schema/fingerprint.js';
import type { Source } from '../source.js';
import { ArchiveFile, type SeekableSource } from './archive-file.js';
import { entrySource } from './entry-source.js';

/** More entries than anyone loads; a hostile archive may list millions. */
const MAX_ENTRIES = 100_000;

/**
 * The files in a zip archive, as sources named `archive.zip/entry.csv`, in the archive's order. Folders are left out,
 * and what macOS adds. The archive is closed when all of its sources are.
 *
 * @param entryName - The one entry to open; null for all.
 * @throws SluiceError SOURCE_CORRUPT when the archive is damaged; SOURCE_UNREADABLE when it is a workbook, holds no
 * such entry, or the entry is encrypted or compressed in a way that isn't supported.
 */
export async function openArchive(archive: SeekableSource, entryName: string | null): Promise<Source[]> {
  const zip = await understood(
    archive,
    fromRandomAccessReaderPromise(new ArchiveFile(archive), archive.size, {
      decodeStrings: false,
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: false,
    }),
  );
  const entries = await understood(archive, listFiles(zip, archive));
  const wanted = entryName === null ? entries : entries.filter(({ name }) => name === entryName);
  if (wanted.length === 0) throw nothingFound(archive, entryName, entries);
  const shared = withOneFingerprint(archive);
  const release = sharedClose(archive, wanted.length);
  const sources: Source[] = [];
  for (const { entry, name } of wanted) {
    const { fileDataStart } = await understood(archive, zip.readLocalFileHeaderPromise(entry, { minimal: true }));
    sources.push(entrySource(shared, { entry, start: fileDataStart, name, close: release() }));
  }
  return sources;
}

interface NamedEntry {
  readonly entry: Entry;
  readonly name: string;
}

async function listFiles(zip: ZipFile, archive: Source): Promise<NamedEntry[]> {
  const files: NamedEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    if (name === '[Content_Types].xml') throw workbookError(archive);
    if (!isIncidental.test(name)) files.push({ entry, name });
    if (files.length > MAX_ENTRIES) throw new Error(`more than ${MAX_ENTRIES} entries`);
  }
  return files;
}

/** Folders, and what macOS keeps of its own about files. */
const isIncidental = /\/$|^$|^__MACOSX\/|(?:^|\/)\.DS_Store$/;

/** Without what leads out of a folder: reject files are named after it. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const steps = name
    .split('/')
    .filter((step, index, all) => !['.', '..'].includes(step) && (step !== '' || index === all.length - 1));
  return steps.join('/');
}

/** What yauzl says is in messages as it is: it names the part of the archive that is wrong. */
async function understood<Value>(archive: Source, reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const reason = printable(said.replace(/\.$/, ''), 200);
    throw new SluiceError(
      'SOURCE_CORRUPT',
      `${displaySource(archive.ref.name)} is not a valid zip archive: ${reason}.`,
      {
        hint: 'The file was probably copied or written only in part: get it again.',
        cause: error,
      },
    );
  }
}

function nothingFound(archive: Source, entryName: string | null, entries: readonly NamedEntry[]): SluiceError {
  const name = displaySource(archive.ref.name);
  if (entryName === null) {
    return new SluiceError('SOURCE_UNREADABLE', `${name} holds no files.`, { hint: 'Check how it was made.' });
  }
  const names = entries.slice(0, 5).map((entry) => printable(entry.name));
  return new SluiceError('SOURCE_UNREADABLE', `${name} holds no entry "${printable(entryName)}".`, {
    hint: `It holds ${names.join(', ')}${entries.length > names.length ? ` and ${entries.length - names.length} more` : ''}.`,
  });
}

function workbookError(archive: Source): SluiceError {
  return new SluiceError('SOURCE_UNREADABLE', `${displaySource(archive.ref.name)} is an Office document, not text.`, {
    hint: 'Save the sheet as CSV (in Excel: "CSV UTF-8"), and load that.',
  });
}

/** An archive whose fingerprint is taken once, however many of its entries are asked for theirs. */
function withOneFingerprint(archive: SeekableSource): SeekableSource {
  const taken = new Map<FingerprintKind, Promise<Fingerprint | null>>();
  return {
    ...archive,
    fingerprint: (kind) => {
      const fingerprint = taken.get(kind) ?? archive.fingerprint(kind);
      taken.set(kind, fingerprint);
      return fingerprint;
    },
  };
}

/** A `close` for each of `count` sources; the last to be called closes the archive. */
function sharedClose(archive: Source, count: number): () => () => Promise<void> {
  let open = count;
  return () => {
    let closed: Promise<void> | null = null;
    return () => (closed ??= --open === 0 ? archive.close() : Promise.resolve());
  };
}
