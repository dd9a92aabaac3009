import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { assertDialectSound } from './assert-dialect-sound.js';
import { assertText } from './assert-text.js';
import type { CsvDialect } from './dialect.js';
import { HeadCursor } from './head-cursor.js';
import { withoutLineEnd } from './without-line-end.js';

/** What the beginning of a CSV source says of the rest. */
export interface CsvHead {
  /** The header's names, quotes undone; null without a header. */
  readonly names: readonly string[] | null;
  /** Fields due in each record. */
  readonly width: number;
  /**
   * What a file of the same dialect must begin with, without the last line end: the lines that are skipped and the
   * header, in the original bytes; null when there is neither.
   */
  readonly raw: Buffer | null;
  /** Bytes before the first record: byte order mark, skipped lines, comments, blank lines, header. */
  readonly byteLength: number;
  /** The physical line of the first record. */
  readonly nextLine: number;
}

/** What the head is read by. */
export interface HeadOptions {
  /** The source's name, for messages. */
  readonly source: string;
  readonly dialect: CsvDialect;
}

/**
 * Reads the head of a CSV source: its header, or without one the width of its first record, which is not taken. Of a
 * header of several lines the names are joined, a space between them; empty ones are left out.
 *
 * @param bytes - The source's first bytes.
 * @param atEnd - There are no more.
 * @returns Null when more bytes are needed.
 * @throws SluiceError USAGE when the dialect contradicts itself, SOURCE_EMPTY when there is nothing, SOURCE_UNREADABLE
 * when it is no text, HEADER_INVALID when the header is malformed, is cut short by the end, or holds a name twice.
 */
export function parseHead(bytes: Buffer, atEnd: boolean, options: HeadOptions): CsvHead | null {
  assertDialectSound(options.dialect);
  const { skipLines, headerLines } = options.dialect;
  const cursor = new HeadCursor(bytes, atEnd, options);
  const textStart = cursor.position;
  if (!cursor.skipLines(skipLines)) return null;
  const skippedEnd = cursor.position;
  if (!cursor.skipToRecord()) return null;
  assertText(bytes.subarray(cursor.position), atEnd, options.source);
  const recordStart = cursor.place();
  const rows = cursor.takeRecords(Math.max(1, headerLines));
  if (rows === null) return null;
  const width = Math.max(...rows.map((row) => row.length));
  if (headerLines === 0) return { names: null, width, raw: copyOf(bytes, textStart, skippedEnd), ...recordStart };
  const names = joinedNames(rows, width);
  assertLineEnds(names, options);
  assertNoDuplicates(names, options.source);
  const rawStart = skipLines > 0 ? textStart : recordStart.byteLength;
  return { names, width, raw: copyOf(bytes, rawStart, cursor.position), ...cursor.place() };
}

/** A copy, as the memory of the bytes is used again for a later chunk. */
function copyOf(bytes: Buffer, start: number, end: number): Buffer | null {
  return start === end ? null : Buffer.from(withoutLineEnd(bytes.subarray(start, end)));
}

/** The i-th name of each line, joined. */
function joinedNames(rows: readonly (readonly string[])[], width: number): string[] {
  return Array.from({ length: width }, (_, column) => {
    const parts = rows.map((row) => row[column] ?? '');
    return parts.filter((part) => part !== '').join(' ');
  });
}

/** The header of a file from an old Mac would be all of the file. */
function assertLineEnds(names: readonly string[], { dialect, source }: HeadOptions): void {
  if (dialect.lineEnd === 'cr' || !names.some((name) => /\r(?!\n)/.test(name))) return;
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
