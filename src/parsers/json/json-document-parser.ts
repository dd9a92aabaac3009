import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import type { BlockParser } from '../block-assembler.js';
import { afterByteOrderMark } from './byte-order-mark.js';
import { CLOSING_BRACKET, COMMA, LF, OPENING_BRACE, OPENING_BRACKET } from './characters.js';
import { DocumentPosition, type ValueRole } from './document-position.js';
import type { JsonParserOptions } from './json-column.js';
import type { JsonFaultKinds } from './json-faults.js';
import type { KeyListener } from './object-scanner.js';
import { pathNotFound } from './path-not-found.js';
import type { RecordNotes, RecordSpan } from './record-notes.js';
import { RecordReader } from './record-reader.js';
import { NOT_INDENTED, ResyncScanner } from './resync-scanner.js';
import type { PathStep } from './select-path.js';
import type { TokenScanner } from './token-scanner.js';

/** What a document's parser must be told besides. */
export interface JsonDocumentOptions extends JsonParserOptions {
  /** Leads to the records, or to the array of them; without wildcards. Empty: the document itself. */
  readonly path: readonly PathStep[];
  /** The source's name, for messages. */
  readonly source: string;
}

/** What the grammar has next, outside of records. */
type Expected = 'value' | 'firstValue' | 'key' | 'firstKey' | 'afterValue' | 'afterReject' | 'nothing';

/**
 * Finds the records of JSON documents in blocks: the elements of the array that a path leads to, or the one object that
 * is there. Documents may follow each other with any whitespace between them, or none. What is around the records is
 * checked and passed over.
 *
 * A malformed record is rejected up to where {@link ResyncScanner} says that reading can go on. When it is the document
 * around the records that is malformed, the rest of the source is one reject.
 */
export class JsonDocumentParser implements BlockParser {
  readonly #options: JsonDocumentOptions;
  readonly #reader: RecordReader;
  readonly #tokens: TokenScanner;
  readonly #kinds: JsonFaultKinds;
  readonly #notes: RecordNotes;
  readonly #at: DocumentPosition;
  readonly #resync = new ResyncScanner();
  #batch!: Batch;
  #filled = 0;
  #atEnd = false;
  #position = 0;
  #expected: Expected = 'value';
  /** The rest of a rejected record is still to come; it is passed over. */
  #isResyncing = false;
  /** Blanks since the line began, if there was nothing else. */
  #indent = 0;

  /** @param listener - Is told of every value whose key has no column. Default: such keys are faults. */
  constructor(options: JsonDocumentOptions, listener: KeyListener | null = null) {
    this.#options = options;
    this.#reader = new RecordReader(options, ' \t\r\n', listener);
    ({ tokens: this.#tokens, kinds: this.#kinds, notes: this.#notes } = this.#reader);
    this.#at = new DocumentPosition(options.path);
  }

  get records(): number {
    return this.#notes.records;
  }

  parseBlock(batch: Batch, filled: number, atEnd: boolean): number {
    this.#batch = batch;
    this.#filled = filled;
    this.#atEnd = atEnd;
    // No token can hold it, and it is no whitespace.
    batch.bytes[filled] = 0;
    this.#reader.start(batch);
    const textStart = afterByteOrderMark(batch, filled);
    if (textStart < 0 && !atEnd) return 0;
    this.#position = Math.max(textStart, 0);
    while (this.#step());
    return this.#position;
  }

  /** Takes one token, record or piece of whitespace. False: it takes more bytes, or there are none. */
  #step(): boolean {
    if (this.#isResyncing) return this.#goOnResyncing();
    const at = this.#skipSpace();
    if (at >= this.#filled) return this.#end();
    if (this.#expected === 'nothing') return this.#passOver();
    const isClosed = this.#expected.startsWith('first') && this.#byteAt(at) === this.#at.closer;
    if (isClosed) return this.#close(at);
    if (this.#expected === 'value' || this.#expected === 'firstValue') return this.#value(at);
    return this.#expected === 'key' || this.#expected === 'firstKey' ? this.#key(at) : this.#afterValue(at);
  }

  #passOver(): false {
    this.#position = this.#filled;
    return false;
  }

  #byteAt(at: number): number {
    return this.#batch.bytes[at];
  }

  #skipSpace(): number {
    const start = this.#position;
    // What was scanned in vain may have left some.
    this.#tokens.lineFeeds = 0;
    const at = this.#tokens.skipSpace(start);
    const hasLineFeed = this.#countLines() > 0;
    if (hasLineFeed) this.#indent = blanksBefore(this.#batch.bytes, at);
    else if (this.#indent !== NOT_INDENTED) this.#indent += at - start;
    this.#position = at;
    return at;
  }

  /** Adds the line feeds that were whitespace since the last look at them. */
  #countLines(): number {
    const { lineFeeds } = this.#tokens;
    this.#notes.line += lineFeeds;
    this.#tokens.lineFeeds = 0;
    return lineFeeds;
  }

  #value(at: number): boolean {
    const role = this.#at.role;
    const byte = this.#byteAt(at);
    const isArray = byte === OPENING_BRACKET;
    if (role === 'record' && byte === CLOSING_BRACKET) return this.#missingRecord(at);
    if (role === 'target') this.#at.isFound = true;
    if (role === 'record' || (role === 'target' && !isArray)) return this.#record(at);
    return isArray || byte === OPENING_BRACE ? this.#open(at, role) : this.#scalar(at);
  }

  #open(at: number, role: ValueRole): boolean {
    if (this.#at.depth === this.#options.maxDepth) return this.#rejectRest(at, this.#kinds.malformed.depth);
    const byte = this.#byteAt(at);
    this.#at.open(byte, role);
    return this.#moveTo(at + 1, byte === OPENING_BRACKET ? 'firstValue' : 'firstKey');
  }

  #close(at: number): boolean {
    this.#at.close();
    return this.#valueEnded(at + 1, 'afterValue');
  }

  #scalar(at: number): boolean {
    const end = this.#tokens.valueEnd(at, 0);
    return this.#isWhole(at, end) && this.#valueEnded(end, 'afterValue');
  }

  #key(at: number): boolean {
    const value = this.#tokens.memberValue(at);
    if (!this.#isWhole(at, value)) return false;
    this.#countLines();
    if (this.#at.isOnPath) this.#enterKey(at);
    return this.#moveTo(value, 'value');
  }

  /** Whether a token outside of records is whole. If it never will be, the rest of the source is rejected. */
  #isWhole(start: number, end: number): boolean {
    const reached = end < 0 ? ~end : end;
    if (reached - start > this.#options.maxRecordBytes) return this.#rejectRest(start, this.#kinds.recordTooLong);
    if (this.#isCutOff(reached)) return false;
    return end >= 0 || this.#rejectRest(start, this.#kinds.malformed[this.#tokens.expected], reached);
  }

  #enterKey(at: number): void {
    const text = this.#batch.bytes.toString('utf8', at, this.#tokens.stringEnd(at + 1) + 1);
    this.#at.enterKey(JSON.parse(text) as string);
  }

  #afterValue(at: number): boolean {
    const byte = this.#byteAt(at);
    if (byte === this.#at.closer) return this.#close(at);
    const isInArray = this.#at.closer === CLOSING_BRACKET;
    if (byte === COMMA) {
      this.#at.next();
      return this.#moveTo(at + 1, isInArray ? 'value' : 'key');
    }
    if (this.#expected === 'afterReject') return this.#moveTo(at, 'value');
    const kind = this.#kinds.malformed[isInArray ? 'elementEnd' : 'memberEnd'];
    return this.#at.holdsRecords ? this.#rejectRecord(at, at, kind) : this.#rejectRest(at, kind);
  }

  #record(at: number): boolean {
    const isObject = this.#byteAt(at) === OPENING_BRACE;
    this.#tokens.lineFeeds = 0;
    const end = this.#reader.read(at);
    const reached = end < 0 ? ~end : end;
    if (reached - at > this.#options.maxRecordBytes) {
      return this.#rejectRecord(at, at + this.#options.maxRecordBytes + 1, this.#kinds.recordTooLong);
    }
    // A number may go on where the block ends; an object that is closed does not.
    if ((end < 0 || !isObject) && this.#isCutOff(reached)) return false;
    if (end < 0) return this.#rejectRecord(at, reached, this.#kinds.malformed[this.#expectedAt(reached)]);
    const { faults } = this.#reader;
    if (faults.length > 0) this.#notes.reject({ start: at, end }, faults);
    else this.#reader.keep(at, end);
    return this.#valueEnded(end, 'afterValue');
  }

  /** A comma with no record after it. */
  #missingRecord(at: number): boolean {
    const kind = this.#kinds.malformed.value;
    this.#notes.reject({ start: at, end: at }, [{ kind, value: null }]);
    return this.#moveTo(at, 'afterReject');
  }

  /**
   * Rejects what begins at `start` up to where reading can go on.
   *
   * @param reached - Where it stops being JSON.
   */
  #rejectRecord(start: number, reached: number, kind: FaultKind): boolean {
    this.#resync.start(this.#indent, reached - start);
    const end = this.#resync.scan(this.#batch.bytes, start, this.#filled);
    const isOpen = end < 0 && !this.#atEnd;
    if (isOpen && this.#filled - start <= this.#options.maxRecordBytes) return false;
    const span = this.#rawSpan(start, end < 0 ? this.#filled : end);
    this.#notes.reject(span, [this.#reader.faultAt(span, reached, kind)]);
    this.#isResyncing = isOpen;
    return this.#resumeAt(end);
  }

  #goOnResyncing(): boolean {
    const end = this.#resync.scan(this.#batch.bytes, this.#position, this.#filled);
    this.#isResyncing = end < 0 && !this.#atEnd;
    return this.#resumeAt(end);
  }

  #resumeAt(end: number): boolean {
    this.#notes.line += this.#resync.lineFeeds;
    this.#resync.lineFeeds = 0;
    if (this.#isResyncing) {
      this.#position = this.#filled;
      return false;
    }
    this.#tokens.lineFeeds = 0;
    return this.#valueEnded(end < 0 ? this.#filled : end, 'afterReject');
  }

  /** Rejects all that is left of the source: the document around the records is malformed. */
  #rejectRest(start: number, kind: FaultKind, reached = start): false {
    if (!this.#atEnd && this.#filled - start <= this.#options.maxRecordBytes) return false;
    const span = this.#rawSpan(start, this.#filled);
    this.#notes.reject(span, [
      this.#reader.faultAt(span, reached, kind),
      { kind: this.#kinds.unreadable, value: null },
    ]);
    this.#moveTo(this.#filled, 'nothing');
    return false;
  }

  /** What a reject shows: no more than a record may have, and no whitespace at its end. */
  #rawSpan(start: number, end: number): RecordSpan {
    const { bytes } = this.#batch;
    let last = Math.min(end, start + this.#options.maxRecordBytes);
    while (last > start && this.#tokens.isSpace(bytes[last - 1])) last--;
    return { start, end: last };
  }

  #expectedAt(reached: number): keyof JsonFaultKinds['malformed'] {
    return reached === this.#filled ? 'more' : this.#tokens.expected;
  }

  #isCutOff(reached: number): boolean {
    return reached === this.#filled && !this.#atEnd;
  }

  #valueEnded(at: number, next: 'afterValue' | 'afterReject'): boolean {
    this.#countLines();
    if (this.#at.depth > 0) return this.#moveTo(at, next);
    this.#documentEnded();
    return this.#moveTo(at, 'value');
  }

  #documentEnded(): void {
    const { path, source } = this.#options;
    if (!this.#at.isFound) throw pathNotFound(source, path, this.#at.seenKeys);
    this.#at.restart();
  }

  #moveTo(at: number, expected: Expected): true {
    this.#position = at;
    this.#expected = expected;
    this.#indent = NOT_INDENTED;
    return true;
  }

  /** The block is used up: the end of the source must be that of a document, too. */
  #end(): false {
    const isWhole = this.#at.depth === 0 || this.#expected === 'nothing';
    if (this.#atEnd && !isWhole) {
      this.#notes.reject({ start: this.#filled, end: this.#filled }, [{ kind: this.#kinds.endsEarly, value: null }]);
      this.#expected = 'nothing';
    }
    return false;
  }
}

/** How many bytes stand between the last line feed and a position. */
function blanksBefore(bytes: Buffer, at: number): number {
  let lineStart = at;
  while (bytes[lineStart - 1] !== LF) lineStart--;
  return at - lineStart;
}
