import { displaySource } from '../batch/display-source.js';
import { SluiceError } from '../errors/sluice-error.js';
import { decompressed } from './compression/decompressed.js';
import { detectCompression } from './compression/detect-compression.js';
import { byteOrderMark } from './encoding/byte-order-mark.js';
import { decoded } from './encoding/decoded.js';
import { unicodeByZeros } from './encoding/unicode-by-zeros.js';
import { UTF8, type Encoding } from './encoding/unicode-encodings.js';
import { assertReadable } from './foreign-formats.js';
import { headOf, type SourceHead } from './head-of.js';
import { openOrigin, type OriginOptions } from './open-origin.js';
import type { Source } from './source.js';
import { spool } from './spool.js';
import { isSeekable, type SeekableSource } from './zip/archive-file.js';

/** How inputs are opened. */
export interface OpenOptions extends OriginOptions {
  /** What the text is in, as the user named it; null for UTF-8. A byte order mark wins over both. */
  readonly encoding: string | null;
  /** Told, in a sentence without its end, what takes time or room before the reading begins. */
  readonly notice: (line: string) => void;
}

/** One source of text, and what was found on the way to it. */
export interface OpenedSource {
  /** UTF-8 text. A byte order mark of UTF-8 is still in it. */
  readonly source: Source;
  /** What it was packed in, the outermost first: `['gzip data']`. Empty for plain text. */
  readonly containers: readonly string[];
  /** What the text was in before it was decoded: `utf-8`. */
  readonly encoding: string;
}

/**
 * Opens an input: finds where it is, unpacks it by what its first bytes say, and decodes it to UTF-8, all as it is read.
 * The one way from a name on the command line to text.
 *
 * @param name - A path, `-`, a URL, or `archive.zip/entry.csv`.
 * @returns One source, or for a zip archive one for each file in it; all are for the caller to close.
 * @throws SluiceError SOURCE_UNREADABLE, SOURCE_CORRUPT, OUTPUT_FAILED; USAGE for an unknown encoding.
 */
export async function openSources(name: string, options: OpenOptions): Promise<OpenedSource[]> {
  const encoding = options.encoding === null ? null : await encodingNamed(options.encoding);
  const { source, entryName } = await openOrigin(name, options);
  const unpacked = await unpack({ source, entryName, name: source.ref.name, containers: [] }, options);
  return allOrNone(
    unpacked,
    ({ source: packed }) => packed,
    (text) => decode(text, encoding),
  );
}

/** What few inputs need is imported when it is needed: all others start earlier. */
async function encodingNamed(name: string): Promise<Encoding> {
  const { encodingOf } = await import('./encoding/encoding.js');
  return encodingOf(name);
}

/** A source that may be packed. */
interface Packed {
  readonly source: Source;
  /** The entry to take if it is an archive; null for all. */
  readonly entryName: string | null;
  /** The name less what the containers around it added: by it brotli is known. */
  readonly name: string;
  readonly containers: readonly string[];
}

/** A source that is not packed any more. */
interface Unpacked extends SourceHead {
  readonly containers: readonly string[];
}

/** Enough to know containers and foreign formats by, and UTF-16 by its zeros. */
const HEAD_BYTES = 4096;

/** More containers around a text than this are a trap. */
const MAX_CONTAINERS = 4;

async function unpack(packed: Packed, options: OpenOptions): Promise<Unpacked[]> {
  const { containers } = packed;
  const { head, source, atEnd } = await orClose(packed.source, () => headOf(packed.source, HEAD_BYTES));
  return orClose(source, async () => {
    if (containers.length > MAX_CONTAINERS) throw tooDeep(source);
    if (zipStart.test(head.toString('latin1', 0, 4))) return unpackArchive({ ...packed, source }, options);
    if (packed.entryName !== null) throw noArchive(source);
    const compression = detectCompression(head, packed.name);
    if (compression === null) return [{ head, source, atEnd, containers }];
    const inner = {
      source: decompressed(source, compression),
      entryName: null,
      name: packed.name.slice(0, -compression.extension.length),
      containers: [...containers, compression.container],
    };
    return unpack(inner, options);
  });
}

/** Of an archive with files, or without any. */
const zipStart = /^PK(?:\x03\x04|\x05\x06)/;

async function unpackArchive({ source, entryName, containers }: Packed, options: OpenOptions): Promise<Unpacked[]> {
  const archive = await seekable(source, options);
  const { openArchive } = await import('./zip/zip-archive.js');
  const entries = await orClose(archive, () => openArchive(archive, entryName));
  const unpacked = await allOrNone(
    entries,
    (entry) => entry,
    (entry) =>
      unpack(
        { source: entry, entryName: null, name: entry.ref.name, containers: [...containers, 'zip archive'] },
        options,
      ),
  );
  return unpacked.flat();
}

/** The directory of an archive is at its end, so one that comes as a stream has to be kept. */
async function seekable(source: Source, { signal, notice }: OpenOptions): Promise<SeekableSource> {
  if (isSeekable(source)) return source;
  notice(`keeping a temporary copy of ${displaySource(source.ref.name)}, a zip archive, to read its directory`);
  return (await spool(source, signal)) as SeekableSource;
}

async function decode({ head, source, containers }: Unpacked, given: Encoding | null): Promise<OpenedSource> {
  const mark = byteOrderMark(head);
  const encoding = mark?.encoding ?? given ?? UTF8;
  if (encoding.createDecoder !== null) {
    const { createDecoder } = encoding;
    return { source: decoded(source, { createDecoder, skip: mark?.length ?? 0 }), containers, encoding: encoding.name };
  }
  assertReadable(source.ref.name, head);
  const unicode = unicodeByZeros(head);
  if (unicode !== null) throw wideText(source, unicode);
  return { source, containers, encoding: encoding.name };
}

/** Runs an action on a source, and closes the source when it fails. */
async function orClose<Value>(source: Source, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Runs an action on each of several, in order, and closes the sources of all when one fails. */
async function allOrNone<From, To>(
  all: readonly From[],
  sourceOf: (one: From) => Source,
  action: (one: From) => Promise<To>,
): Promise<To[]> {
  try {
    const results: To[] = [];
    for (const one of all) results.push(await action(one));
    return results;
  } catch (error) {
    await Promise.all(all.map((one) => sourceOf(one).close()));
    throw error;
  }
}

function tooDeep(source: Source): SluiceError {
  const message = `${displaySource(source.ref.name)} is packed in more than ${MAX_CONTAINERS} containers.`;
  return new SluiceError('SOURCE_UNREADABLE', message, { hint: 'Unpack it first, and look at what it is.' });
}

function noArchive(source: Source): SluiceError {
  return new SluiceError(
    'SOURCE_UNREADABLE',
    `${displaySource(source.ref.name)} is no zip archive, so it holds no entries.`,
    {
      hint: 'Check the path: what comes after the name of a file must be the name of an entry in it.',
    },
  );
}

function wideText(source: Source, encoding: string): SluiceError {
  const message = `${displaySource(source.ref.name)} is not UTF-8: every other byte or more of it is zero, as in ${encoding}.`;
  return new SluiceError('SOURCE_UNREADABLE', message, { hint: `Pass --encoding ${encoding}.` });
}
