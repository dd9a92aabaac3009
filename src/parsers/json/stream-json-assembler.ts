import { isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { jsoncParser } from 'stream-json/core/jsonc/parser.js';
import { BatchBuilder, type BuiltRecord } from '../../batch/batch-builder.js';
import type { Batch } from '../../batch/batch.js';
import type { BatchPool } from '../../batch/batch-pool.js';
import type { FaultKind } from '../../batch/faults.js';
import type { Assembler } from '../assembler.js';
import { ByteWindow } from '../byte-window.js';
import { CLOSING_BRACE, CLOSING_BRACKET, LF, OPENING_BRACE, OPENING_BRACKET } from './characters.js';
import { DocumentPosition, type ValueRole } from './document-position.js';
import type { JsonDocumentOptions } from './json-document-parser.js';
import { jsonFaultKinds, type JsonFaultKinds } from './json-faults.js';
import { JsonTextWriter, type JsonToken } from './json-text-writer.js';
import type { KeyListener } from './object-scanner.js';
import { pathNotFound } from './path-not-found.js';
import { RecordTextReader, type ReadRecord } from './record-text-reader.js';

/** What the assembler is made of. */
export interface StreamJsonParts {
  /** The path may have wildcards. */
  readonly options: JsonDocumentOptions;
  readonly pool: BatchPool;
  /** Is told of every value whose key has no column; null: such keys are faults. */
  readonly listener: KeyListener | null;
}

/**
 * Makes batches of what the byte parser does not cover: paths with wildcards, and JSON with comments and trailing commas.
 * stream-json reads it; each record is written as plain JSON, digit for digit, and then read like any other, so that
 * nested values come out compact. What stream-json refuses is one reject to the end of the source: it can't go on.
 *
 * stream-json tells no places, but it is given the input up to each bracket at a time, so that a bracket's token comes
 * with the piece that the bracket ends.
 */
export class StreamJsonAssembler implements Assembler {
  readonly #options: JsonDocumentOptions;
  readonly #kinds: JsonFaultKinds;
  readonly #parse = jsoncParser({ ...SILENT, packValues: true, streamValues: false, jsonStreaming: true });
  readonly #decoder = new StringDecoder('utf8');
  readonly #builder: BatchBuilder;
  readonly #reader: RecordTextReader;
  readonly #listener: KeyListener | null;
  readonly #at: DocumentPosition;
  readonly #window = new ByteWindow(0);
  readonly #writer = new JsonTextWriter();
  #records = 0;
  #line = 1;
  /** The offset of the piece at hand, and that after it. */
  #start = 0;
  #offset = 0;
  #bytesSinceToken = 0;
  #record: OpenRecord | null = null;
  /** The input can't be read on. */
  #failure: Failure | null = null;

  constructor({ options, pool, listener }: StreamJsonParts) {
    this.#options = options;
    this.#kinds = jsonFaultKinds(options);
    this.#builder = new BatchBuilder(pool);
    this.#reader = new RecordTextReader({ options, kinds: this.#kinds, pool, listener });
    this.#listener = listener;
    this.#at = new DocumentPosition(options.path);
  }

  get records(): number {
    return this.#records;
  }

  push(chunk: Buffer): Batch[] {
    for (let start = 0; start < chunk.length;) {
      const end = pieceEnd(chunk, start);
      this.#take(chunk.subarray(start, end));
      start = end;
    }
    return this.#builder.take();
  }

  end(): Batch[] {
    this.#start = this.#offset;
    if (this.#failure === null) this.#feed(NONE);
    const isInside = this.#record !== null || this.#at.depth > 0;
    if (this.#failure === null && isInside) this.#fail(this.#kinds.endsEarly);
    this.#reportFailure();
    return this.#builder.takeAll();
  }

  /** Takes a piece that ends with a bracket, or with its chunk. */
  #take(piece: Buffer): void {
    if (this.#failure?.isReported === true) return;
    this.#window.append(piece);
    this.#start = this.#offset;
    this.#offset += piece.length;
    if (this.#failure === null) this.#read(piece);
    this.#boundMemory();
  }

  #read(piece: Buffer): void {
    const text = this.#decoder.write(piece);
    for (const byte of piece) if (byte === LF) this.#line++;
    this.#bytesSinceToken += piece.length;
    this.#feed(this.#start < BOM_LENGTH ? text.replace(/^\ufeff/, '') : text);
  }

  /** Memory is held for what is being read, and no more than a record may have. */
  #boundMemory(): void {
    if (this.#bytesSinceToken > this.#options.maxRecordBytes) this.#fail(this.#kinds.recordTooLong);
    const held = this.#failure ?? this.#record;
    if (held !== null) this.#cut(held);
    this.#window.discardBefore(held?.raw === null ? held.offset : this.#offset);
    if (this.#failure !== null && this.#failure.raw !== null) this.#reportFailure();
  }

  #cut(held: OpenRecord): void {
    const longest = held.offset + this.#options.maxRecordBytes;
    if (held.raw !== null || this.#offset <= longest) return;
    held.raw = Buffer.from(this.#window.slice(held.offset, longest));
    held.kind ??= this.#kinds.recordTooLong;
  }

  #feed(text: string | typeof NONE): void {
    for (const token of this.#tokens(text)) this.#token(token);
  }

  #tokens(text: string | typeof NONE): readonly JsonToken[] {
    try {
      const found = this.#parse(text as string);
      if (found === NONE) return [];
      this.#bytesSinceToken = 0;
      return (found as { readonly values: readonly JsonToken[] }).values;
    } catch {
      this.#fail(this.#kinds.notJsonc);
      return [];
    }
  }

  #token(token: JsonToken): void {
    if (this.#record !== null) this.#inRecord(this.#record, token);
    else if (token.name === 'keyValue') this.#at.enterKey(String(token.value));
    else if (token.name === 'endObject' || token.name === 'endArray') this.#close();
    else this.#value(token);
  }

  #value(token: JsonToken): void {
    const { role } = this.#at;
    const isArray = token.name === 'startArray';
    if (role === 'target') this.#at.isFound = true;
    if (role === 'record' || (role === 'target' && !isArray)) this.#beginRecord(token);
    else if (isArray || token.name === 'startObject') this.#open(isArray, role);
    else this.#valueEnded();
  }

  #open(isArray: boolean, role: ValueRole): void {
    if (this.#at.depth === this.#options.maxDepth) this.#fail(this.#kinds.malformed.depth);
    else this.#at.open(isArray ? OPENING_BRACKET : OPENING_BRACE, role);
  }

  #close(): void {
    this.#at.close();
    this.#valueEnded();
  }

  #valueEnded(): void {
    if (this.#at.depth > 0) {
      this.#at.next();
      return;
    }
    const { path, source } = this.#options;
    if (!this.#at.isFound) throw pathNotFound(source, path, this.#at.seenKeys);
    this.#at.restart();
  }

  /** An opening bracket is the last byte of its piece; where a scalar stands is not known as well. */
  #beginRecord(token: JsonToken): void {
    const isBracket = token.name === 'startObject' || token.name === 'startArray';
    const offset = isBracket ? this.#offset - 1 : this.#offset;
    this.#record = { offset, line: this.#line, raw: null, kind: null };
    this.#writer.clear();
    this.#inRecord(this.#record, token);
  }

  #inRecord(record: OpenRecord, token: JsonToken): void {
    const writer = this.#writer;
    writer.write(token);
    if (writer.depth > this.#options.maxDepth) record.kind ??= this.#kinds.malformed.depth;
    if (record.kind !== null) writer.text = '';
    if (writer.depth > 0) return;
    this.#record = null;
    this.#endRecord(record);
    this.#valueEnded();
  }

  #endRecord(record: OpenRecord): void {
    const { text } = this.#writer;
    const built = this.#built(record, record.offset === this.#offset ? Buffer.from(text) : null);
    const { values, faults } = this.#readRecord(built.raw, text, record.kind);
    if (faults.length > 0) {
      this.#builder.reject(built, faults);
      return;
    }
    this.#builder.startRecord(built);
    for (const value of values) this.#builder.value(value);
    this.#builder.endRecord();
    this.#listener?.recordEnd();
  }

  #readRecord(raw: Buffer, text: string, kind: FaultKind | null): ReadRecord {
    const found = kind ?? (isUtf8(raw) ? null : this.#kinds.invalidUtf8);
    if (found !== null) return { values: [], faults: [{ kind: found, value: null }] };
    if (!text.startsWith('{')) return { values: [], faults: [{ kind: this.#kinds.notAnObject, value: null }] };
    return this.#reader.read(text);
  }

  #built({ offset, line, raw }: OpenRecord, scalar: Buffer | null): BuiltRecord {
    const original = raw ?? scalar ?? this.#window.slice(offset, this.#offset);
    return { ordinal: ++this.#records, line, byteOffset: offset, raw: original };
  }

  #fail(kind: FaultKind): void {
    const open = this.#record ?? { offset: this.#start, line: this.#line, raw: null, kind: null };
    this.#failure ??= { ...open, kind: open.kind ?? kind, isReported: false };
    this.#record = null;
  }

  /** Rejects what is left of the input. */
  #reportFailure(): void {
    const failure = this.#failure;
    if (failure === null || failure.isReported) return;
    const faults = [failure.kind, this.#kinds.unreadable].map((kind) => ({ kind, value: null }));
    this.#builder.reject(this.#built(failure, null), faults);
    failure.isReported = true;
  }
}

/** A record that has begun. */
interface OpenRecord {
  readonly offset: number;
  readonly line: number;
  /** What is shown of its bytes, where there are more than a record may have. */
  raw: Buffer | null;
  /** What is wrong with it, whatever else comes. */
  kind: FaultKind | null;
}

interface Failure extends OpenRecord {
  kind: FaultKind;
  isReported: boolean;
}

/** stream-json's tokens without those that only a printer needs. */
const SILENT = { streamComments: false, packComments: false, streamWhitespace: false };

/** What stream-json answers when it has no tokens yet, and takes for the end of its input. It does not export it. */
const NONE = jsoncParser()('');

const BOM_LENGTH = 3;

/** The end of the bytes that stream-json gets at a time: after the next bracket. */
function pieceEnd(chunk: Buffer, start: number): number {
  let at = start;
  while (at < chunk.length && !isBracket(chunk[at])) at++;
  return Math.min(at + 1, chunk.length);
}

function isBracket(byte: number): boolean {
  return byte === OPENING_BRACE || byte === CLOSING_BRACE || byte === OPENING_BRACKET || byte === CLOSING_BRACKET;
}
