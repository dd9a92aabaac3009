import { NULL_START } from '../../../batch/batch.js';
import { byteDialectOf } from '../byte-dialect.js';
import { CR, DEFAULT_DIALECT, LF } from '../dialect.js';
import { RecordScanner, Scan } from '../record-scanner.js';
import type { Window } from './window.js';

/** One way to cut records into fields; the marks are bytes that the byte parser knows. */
export interface Reading {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
}

/** A record as a reading has it. */
export interface SurveyedRecord {
  /** The line of its window on which it begins, from 0. */
  readonly line: number;
  /** Whether it stands in the first window. */
  readonly inHead: boolean;
  /** How many fields it has; 0: it is malformed. */
  readonly width: number;
  /** Its first fields; none where there are records enough already. */
  readonly fields: readonly SurveyedField[];
}

/** A field as a reading has it. */
export interface SurveyedField {
  /** A character a byte; the quotes around it are gone, those within are as they stand. */
  readonly text: string;
  readonly quoted: boolean;
}

/** What a reading makes of all windows. Empty lines are no records. */
export function surveyRecords(windows: readonly Window[], reading: Reading): SurveyedRecord[] {
  const records: SurveyedRecord[] = [];
  for (const window of windows) new WindowSurvey(window, reading, records).run();
  return records;
}

/** So many fields, or the fields of so many records, tell the types of columns; the records come first. */
const ENOUGH_FIELDS = 1000;
const ENOUGH_RECORDS = 30;

/** Of each window. More would tell nothing new. */
const MAX_RECORDS = 500;

/** An open quote with no more than this after it may be closed in what the window does not show. */
const MAX_OPEN_BYTES = 16 * 1024;

class WindowSurvey {
  readonly #window: Window;
  readonly #scanner: RecordScanner;
  readonly #quote: number;
  readonly #records: SurveyedRecord[];
  #line = 0;

  constructor(window: Window, reading: Reading, records: SurveyedRecord[]) {
    const byteDialect = byteDialectOf({ ...DEFAULT_DIALECT, ...reading });
    if (byteDialect === null) throw new TypeError('A reading has marks that the byte parser does not know.');
    this.#window = window;
    this.#quote = byteDialect.quote;
    this.#records = records;
    this.#scanner = new RecordScanner(byteDialect);
    this.#scanner.start(window.batch, 0, window.bytes.length);
  }

  run(): void {
    const scanner = this.#scanner;
    const enough = this.#records.length + MAX_RECORDS;
    while (
      scanner.position < this.#window.bytes.length &&
      this.#records.length < enough &&
      this.#take(scanner.position)
    );
  }

  /** False: what is left is cut off. */
  #take(start: number): boolean {
    const { bytes, atEnd, batch } = this.#window;
    const lineEnd = batch.bytes.indexOf(LF, start);
    if (lineEnd === start || (lineEnd === start + 1 && bytes[start] === CR)) {
      this.#endLine(lineEnd);
      return true;
    }
    const width = this.#scanner.scan(atEnd);
    if (width >= 0) {
      this.#add(start, width);
      this.#line += 1 + this.#scanner.quotedLineFeeds;
      return true;
    }
    const isCutOff = width === Scan.incomplete && !atEnd && bytes.length - start < MAX_OPEN_BYTES;
    if (isCutOff || lineEnd >= bytes.length) return false;
    this.#add(start, 0);
    this.#endLine(lineEnd);
    return true;
  }

  #endLine(lineEnd: number): void {
    this.#scanner.position = lineEnd + 1;
    this.#line++;
  }

  #add(start: number, width: number): void {
    const records = this.#records;
    const isEnough = records.length >= ENOUGH_RECORDS && records.length * width >= ENOUGH_FIELDS;
    const fields = isEnough ? [] : this.#fields(start, width);
    records.push({ line: this.#line, inHead: this.#window.inHead, width, fields });
  }

  #fields(recordStart: number, count: number): SurveyedField[] {
    const { bytes, spans, width } = this.#window.batch;
    return Array.from({ length: Math.min(count, width) }, (_, index) => {
      const start = spans[2 * index];
      if (start === NULL_START) return { text: '', quoted: false };
      const quoted = start > recordStart && bytes[start - 1] === this.#quote;
      return { text: bytes.toString('latin1', start, spans[2 * index + 1]), quoted };
    });
  }
}
