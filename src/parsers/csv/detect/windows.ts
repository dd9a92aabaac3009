import { CR, LF } from '../dialect.js';
import type { GivenDialect } from './given-dialect.js';
import type { Reading } from './survey.js';
import { createWindow, type Window } from './window.js';

/** Some bytes of a source. */
export interface Sample {
  readonly bytes: Buffer;
  /** The source ends with them. */
  readonly atEnd: boolean;
}

/** Samples as the byte parser could read them, whatever the source's marks are. */
export interface PreparedSamples {
  readonly windows: readonly Window[];
  readonly lineEnd: 'lf' | 'cr';
  /** What stands in the windows for the marks that were given. */
  readonly marks: { readonly [Mark in keyof Reading]: string | null };
}

/**
 * Makes windows of samples: each begins where a line does, lines end in LF, and a byte stands for each given mark that
 * has several, so that one scanner does for all dialects.
 *
 * @param samples - The first is the source's head; any other begins anywhere.
 */
export function prepareSamples(samples: readonly Sample[], given: GivenDialect): PreparedSamples {
  const lineEnd = given.lineEnd ?? findLineEnd(samples);
  const marks = {
    delimiter: standInFor(given.delimiter, UNIT_SEPARATOR),
    quote: standInFor(given.quote, RECORD_SEPARATOR),
    escape: given.escape === given.quote ? standInFor(given.quote, RECORD_SEPARATOR) : given.escape && '\\',
  };
  const windows = samples.map(({ bytes, atEnd }, index) => {
    const limit = index === 0 ? HEAD_BYTES : OTHER_BYTES;
    let text = withoutByteOrderMark(bytes.subarray(0, limit), index).toString('latin1');
    if (lineEnd === 'cr') text = text.replaceAll(/\r\n?/g, '\n');
    text = replaceMarks(text, given, marks);
    if (index > 0) text = text.slice(text.indexOf('\n') + 1);
    else if (given.skipLines !== null) text = withoutLines(text, given.skipLines);
    return createWindow(Buffer.from(text, 'latin1'), { atEnd: atEnd && bytes.length <= limit, inHead: index === 0 });
  });
  return { windows, lineEnd, marks };
}

/** The most bytes that are looked at: of the head, and of each other sample. */
const HEAD_BYTES = 64 * 1024;
const OTHER_BYTES = 16 * 1024;

const UNIT_SEPARATOR = '\x1f';
const RECORD_SEPARATOR = '\x1e';

/** CR ends a line only where no LF does. */
function findLineEnd(samples: readonly Sample[]): 'lf' | 'cr' {
  const hasLineFeed = samples.some(({ bytes }) => bytes.includes(LF));
  // A CR at the end of a short head may be half of a CRLF.
  const hasCr = samples.some(({ bytes, atEnd }) => (atEnd ? bytes : bytes.subarray(0, -1)).includes(CR));
  return hasCr && !hasLineFeed ? 'cr' : 'lf';
}

function withoutByteOrderMark(bytes: Buffer, index: number): Buffer {
  const hasMark = index === 0 && bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf;
  return hasMark ? bytes.subarray(3) : bytes;
}

function standInFor(mark: string | null, standIn: string): string | null {
  return mark !== null && Buffer.byteLength(mark) > 1 ? standIn : mark;
}

function replaceMarks(text: string, given: GivenDialect, marks: PreparedSamples['marks']): string {
  let replaced = text;
  for (const name of ['escape', 'delimiter', 'quote'] as const) {
    const mark = given[name];
    const standIn = marks[name];
    if (mark === null || standIn === null || mark === standIn || mark === '') continue;
    replaced = replaced.replaceAll(Buffer.from(mark).toString('latin1'), standIn);
  }
  return replaced;
}

function withoutLines(text: string, count: number): string {
  let start = 0;
  for (let line = 0; line < count && start < text.length; line++) {
    const lineFeed = text.indexOf('\n', start);
    start = lineFeed === -1 ? text.length : lineFeed + 1;
  }
  return text.slice(start);
}
