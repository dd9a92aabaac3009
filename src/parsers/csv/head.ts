import { isUtf8 } from 'node:buffer';
import { FieldForm, NULL_START, undoubleQuotes, type Batch } from '../../batch/batch.js';
import { BatchPool } from '../../batch/batch-pool.js';
import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { CR, LF, type CsvDialect } from './dialect.js';
import { ensureRecordRoom, RecordScanner, Scan } from './record-scanner.js';

/** What the beginning of a CSV source says of the rest. */
export interface CsvHead {
  /** The header's names, quotes undone; null without a header. */
  readonly names: readonly string[] | null;
  /** Fields due in each record. */
  readonly width: number;
  /** The header's original bytes without its line end; null without a header. */
  readonly raw: Buffer | null;
  /** Bytes before the first record: byte order mark, blank lines, header. */
  readonly byteLength: number;
  /** The physical line of the first record. */
  readonly nextLine: number;
}

/** What the head is read by. */
export interface HeadOptions {
  /** The source's name, for messages. */
  readonly source: string;
  readonly dialect: CsvDialect;
  /** False: the first line is a record, and only its width is taken. */
  readonly hasHeader: boolean;
}

/**
 * Reads the head of a CSV source: its header, or without one the width of its first record.
 *
 * @param bytes - The source's first bytes.
 * @param atEnd - There are no more.
 * @returns Null when more bytes are needed.
 * @throws SluiceError SOURCE_EMPTY when there is nothing, SOURCE_UNREADABLE when it is no text, HEADER_INVALID when
 * the first line is malformed or holds a name twice.
 */
export function parseHead(bytes: Buffer, atEnd: boolean, options: HeadOptions): CsvHead | null {
  const start = startOfFirstLine(bytes);
  if (start.position >= bytes.length) {
    if (atEnd) throw emptyError(options.source);
    return null;
  }
  assertText(bytes, atEnd, options.source);
  const line = scanFirstLine(bytes, { start: start.position, atEnd, options });
  if (line === null) return null;
  if (!options.hasHeader) {
    return { names: null, width: line.width, raw: null, byteLength: start.position, nextLine: start.line };
  }
  const names = namesOf(line.batch);
  assertLineEnds(names, options.source);
  assertNoDuplicates(names, options.source);
  // A copy: the memory of the bytes is used again for a later chunk.
  const raw = Buffer.from(bytes.subarray(start.position, line.end));
  return { names, width: line.width, raw, byteLength: line.next, nextLine: start.line + 1 + line.lineFeeds };
}

interface FirstLine {
  readonly batch: Batch;
  readonly width: number;
  /** After the line's last byte, its line end left out. */
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
  readonly lineFeeds: number;
}

/** Past the byte order mark and blank lines. */
function startOfFirstLine(bytes: Buffer): { position: number; line: number } {
  let position = bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  let line = 1;
  for (;;) {
    const lineEnd = bytes[position] === CR ? position + 1 : position;
    if (bytes[lineEnd] !== LF) return { position, line };
    position = lineEnd + 1;
    line++;
  }
}

function scanFirstLine(
  bytes: Buffer,
  { start, atEnd, options }: { start: number; atEnd: boolean; options: HeadOptions },
): FirstLine | null {
  const { dialect } = options;
  const width = scanWith(bytes, { start, atEnd, dialect, width: 0 }).outcome;
  if (width === Scan.incomplete && !atEnd && bytes.length - start <= dialect.maxRecordBytes) return null;
  if (width < 0) throw malformedError(width, options);
  const { batch, scanner } = scanWith(bytes, { start, atEnd, dialect, width });
  const next = Math.min(scanner.position, bytes.length);
  return { batch, width, end: scanner.reached, next, lineFeeds: scanner.quotedLineFeeds };
}

/** Scanning twice, first to count the fields and then to note them, spares the scanner a case of its own. */
function scanWith(
  bytes: Buffer,
  { start, atEnd, dialect, width }: { start: number; atEnd: boolean; dialect: CsvDialect; width: number },
): { batch: Batch; scanner: RecordScanner; outcome: number } {
  const pool = new BatchPool({ source: { name: '' }, width, quote: dialect.quote }, bytes.length + 1);
  const batch = pool.acquire();
  bytes.copy(batch.bytes);
  batch.bytes[bytes.length] = LF;
  ensureRecordRoom(batch);
  const scanner = new RecordScanner({ ...dialect, nulls: [] });
  scanner.start(batch, start, bytes.length);
  return { batch, scanner, outcome: scanner.scan(atEnd) };
}

function namesOf(batch: Batch): string[] {
  const scratch = Buffer.alloc(batch.bytes.length);
  return Array.from({ length: batch.width }, (_, field) => {
    const start = batch.spans[2 * field];
    const end = batch.spans[2 * field + 1];
    if (start === NULL_START) return '';
    if (batch.forms[field] === FieldForm.plain) return batch.bytes.toString('utf8', start, end);
    return scratch.toString('utf8', 0, undoubleQuotes(batch, start, end, scratch));
  });
}

/** Containers that are often taken for text, by their first bytes. */
const containers: readonly { readonly name: string; readonly magic: string; readonly hint: string }[] = [
  { name: 'gzip data', magic: '1f8b', hint: 'Decompress it first: gzip -dc FILE | sluice load - --table NAME' },
  { name: 'zstd data', magic: '28b52ffd', hint: 'Decompress it first: zstd -dc FILE | sluice load - --table NAME' },
  { name: 'a zip archive', magic: '504b0304', hint: 'Unpack it first: unzip -p FILE | sluice load - --table NAME' },
  {
    name: 'UTF-16 text',
    magic: 'fffe',
    hint: 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE | sluice load - --table NAME',
  },
  {
    name: 'UTF-16 text',
    magic: 'feff',
    hint: 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE | sluice load - --table NAME',
  },
];

/** The first line must be text: what is wrong with single records later on is a matter for rejects. */
function assertText(bytes: Buffer, atEnd: boolean, source: string): void {
  const name = displaySource(source);
  const found = containers.find(({ magic }) => bytes.toString('hex', 0, magic.length / 2) === magic);
  if (found !== undefined) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is ${found.name}, not CSV.`, { hint: found.hint });
  }
  const lineFeed = bytes.indexOf(LF);
  const line = lineFeed === -1 ? bytes : bytes.subarray(0, lineFeed);
  if (line.includes(0)) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is not CSV: its first line holds a NUL byte.`, {
      hint: 'This looks like a binary file. Export it as CSV in UTF-8.',
    });
  }
  if ((lineFeed !== -1 || atEnd) && !isUtf8(line)) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is not UTF-8: its first line holds other bytes.`, {
      hint: 'Convert it first: iconv -f WINDOWS-1252 -t UTF-8 FILE | sluice load - --table NAME',
    });
  }
}

/** The header of a file from an old Mac would be all of the file. */
function assertLineEnds(names: readonly string[], source: string): void {
  if (!names.some((name) => /\r(?!\n)/.test(name))) return;
  const message = `The header of ${displaySource(source)} holds a carriage return that is not followed by a line feed.`;
  throw new SluiceError('HEADER_INVALID', message, {
    hint: "If the lines end so, convert them first: tr '\\r' '\\n' < FILE | sluice load - --table NAME",
  });
}

function assertNoDuplicates(names: readonly string[], source: string): void {
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const first = seen.get(name);
    if (first !== undefined && name !== '') {
      const message = `The header of ${displaySource(source)} names "${printable(name)}" twice (columns ${first + 1} and ${index + 1}).`;
      throw new SluiceError('HEADER_INVALID', message, {
        hint: 'Rename one of them; or load by position: remove the header and pass --no-header.',
      });
    }
    seen.set(name, index);
  }
}

function emptyError(source: string): SluiceError {
  return new SluiceError('SOURCE_EMPTY', `${displaySource(source)} is empty: there is not even a header.`, {
    hint: 'If an empty input is normal here, test for it before the load.',
  });
}

function malformedError(outcome: number, { source, dialect }: HeadOptions): SluiceError {
  const reason =
    outcome === Scan.textAfterQuote
      ? 'has text after a closing quote'
      : `does not end within ${dialect.maxRecordBytes} bytes, or a quote in it is never closed`;
  return new SluiceError('HEADER_INVALID', `The first line of ${displaySource(source)} ${reason}.`, {
    hint: 'Check --delimiter and --quote; a file without line ends is no CSV. --max-record-bytes raises the limit.',
  });
}
