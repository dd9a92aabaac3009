import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { CsvDialect } from './dialect.js';
import { LineEnds } from './line-ends.js';
import { readRecord } from './read-record.js';

/** Goes through the first bytes of a source. What returns false or null needs more of them. */
export class HeadCursor {
  /** Where it stands: at first, after a byte order mark. */
  position: number;
  readonly #bytes: Buffer;
  readonly #atEnd: boolean;
  readonly #source: string;
  readonly #dialect: CsvDialect;
  readonly #lineEnds: LineEnds;
  readonly #comment: Buffer;
  #line = 1;
  #recordsTaken = 0;

  /** @param atEnd - Nothing follows the bytes. */
  constructor(bytes: Buffer, atEnd: boolean, { source, dialect }: { source: string; dialect: CsvDialect }) {
    this.#bytes = bytes;
    this.#atEnd = atEnd;
    this.#source = displaySource(source);
    this.#dialect = dialect;
    this.#lineEnds = new LineEnds(dialect);
    this.#comment = Buffer.from(dialect.comment);
    this.position = bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  }

  /** The place as a head has it. */
  place(): { byteLength: number; nextLine: number } {
    return { byteLength: this.position, nextLine: this.#line };
  }

  /**
   * Passes over so many physical lines.
   *
   * @throws SluiceError SOURCE_EMPTY when there are no more.
   */
  skipLines(count: number): boolean {
    for (let skipped = 0; skipped < count; skipped++) if (!this.#skipLine()) return false;
    return true;
  }

  /**
   * Passes over empty lines and comments.
   *
   * @throws SluiceError SOURCE_EMPTY when nothing else is left.
   */
  skipToRecord(): boolean {
    for (;;) {
      if (this.position >= this.#bytes.length) return this.#needMore();
      const emptyLine = this.#lineEnds.emptyLineAt(this.#bytes, this.position, this.#atEnd);
      if (emptyLine > 0) this.#advanceTo(this.position + emptyLine);
      else if (!this.#isComment()) return true;
      else if (!this.#skipLine()) return false;
    }
  }

  /**
   * Takes so many records; empty lines and comments between them are passed over.
   *
   * @returns Their values.
   * @throws SluiceError HEADER_INVALID when one is malformed or there are fewer, SOURCE_EMPTY when there are none.
   */
  takeRecords(count: number): (readonly string[])[] | null {
    const records: (readonly string[])[] = [];
    while (records.length < count && this.skipToRecord()) {
      const record = readRecord(this.#bytes, { dialect: this.#dialect, start: this.position, atEnd: this.#atEnd });
      if (record.kind === 'malformed') throw this.#malformed('has text after a closing quote');
      if (record.kind === 'incomplete') {
        if (this.#atEnd) throw this.#malformed(this.#endless());
        this.#needMore();
        return null;
      }
      records.push(record.values);
      this.#advanceTo(record.next);
      this.#recordsTaken++;
    }
    return records.length === count ? records : null;
  }

  #skipLine(): boolean {
    const line = this.#lineEnds.lineAt(this.#bytes, this.position);
    if (line === null && !this.#atEnd) return this.#needMore();
    if (this.position >= this.#bytes.length) throw this.#empty();
    this.#advanceTo(line?.next ?? this.#bytes.length);
    return true;
  }

  #advanceTo(position: number): void {
    this.#line += this.#lineEnds.countIn(this.#bytes.subarray(this.position, position));
    this.position = position;
  }

  #isComment(): boolean {
    const { length } = this.#comment;
    return length > 0 && this.#bytes.subarray(this.position, this.position + length).equals(this.#comment);
  }

  /** More bytes may help, unless there are none, or too many already. */
  #needMore(): false {
    if (this.#atEnd) throw this.#recordsTaken > 0 ? this.#endsInHeader() : this.#empty();
    if (this.#bytes.length > this.#dialect.maxRecordBytes) throw this.#malformed(this.#endless());
    return false;
  }

  #empty(): SluiceError {
    const { skipLines } = this.#dialect;
    const rest =
      skipLines > 0 ? `has nothing after ${skipLines} skipped lines` : 'is empty: there is not even a header';
    return new SluiceError('SOURCE_EMPTY', `${this.#source} ${rest}.`, {
      hint: 'If an empty input is normal here, test for it before the load.',
    });
  }

  #endsInHeader(): SluiceError {
    const records = `${this.#recordsTaken} ${this.#recordsTaken === 1 ? 'record' : 'records'}`;
    const message = `${this.#source} ends before its header: it has ${records}, and --header asks for ${this.#dialect.headerLines}.`;
    return new SluiceError('HEADER_INVALID', message, {
      hint: 'Pass --header with the number of lines that the column names take, mostly 1.',
    });
  }

  #endless(): string {
    return `does not end within ${this.#dialect.maxRecordBytes} bytes, or a quote in it is never closed`;
  }

  #malformed(reason: string): SluiceError {
    const line = this.#line === 1 ? 'The first line' : `Line ${this.#line}`;
    return new SluiceError('HEADER_INVALID', `${line} of ${this.#source} ${reason}.`, {
      hint: 'Check --delimiter and --quote; a file without line ends is no CSV. --max-record-bytes raises the limit.',
    });
  }
}
