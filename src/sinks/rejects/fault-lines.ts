import type { SourceRef } from '../../batch/place.js';
import type { Fault, FaultKind, RejectedRecord } from '../../batch/faults.js';
import { writeDigits } from '../../batch/write-digits.js';
import { appendJsonString, JSON_GROWTH } from '../json-string.js';
import type { OutputFile } from './output-file.js';

/** The most bytes shown of a value. */
const MAX_VALUE_BYTES = 1_000;

/** The most bytes shown of a record. */
const MAX_RAW_BYTES = 10_000;

/** Room for a line's two strings at their longest, its numbers, and the marks of a cut. */
const VARIABLE_BYTES = JSON_GROWTH * (MAX_VALUE_BYTES + MAX_RAW_BYTES) + 256;

/**
 * Appends one line of NDJSON for each fault to a file, with the keys source, line, record, byteOffset, stage,
 * column, value, [valueCut,] code, sqlstate, message, hint, [constraint, detail,] raw[, rawCut]. Those of the stage
 * `database` alone have a constraint and a detail. Values longer than 1,000 bytes and records
 * longer than 10,000 are cut between two characters, and only then the mark `valueCut` or `rawCut` is there, true.
 * Bytes that are not UTF-8 become U+FFFD; the records file has them as they were.
 *
 * What is the same for all faults of a kind is turned into bytes once; no string or object is made for a fault.
 */
export class FaultLines {
  readonly #file: OutputFile;
  readonly #start: Buffer;
  readonly #kinds = new Map<FaultKind, KindBytes>();
  /** Where the escaped raw text of the record at hand was last written, if anywhere. */
  readonly #raw: { target: Buffer; start: number; end: number } = { target: NOWHERE, start: 0, end: 0 };

  /**
   * @param file - Where the lines go.
   * @param source - The source that all the records come from.
   */
  constructor(file: OutputFile, source: SourceRef) {
    this.#file = file;
    this.#start = Buffer.from(`{"source":${JSON.stringify(source.name)},"line":`);
  }

  /** Appends the lines of one record's faults. */
  append(rejected: RejectedRecord): void {
    this.#raw.target = NOWHERE;
    for (const fault of rejected.faults) this.#appendFault(rejected, fault);
  }

  #appendFault({ place, raw }: RejectedRecord, { kind, value, detail }: Fault): void {
    const constant = this.#kinds.get(kind) ?? this.#learn(kind);
    const isOfDatabase = kind.stage === 'database';
    const added = isOfDatabase ? Buffer.from(`,"detail":${JSON.stringify(detail ?? null)},"raw":`) : NOTHING;
    let at = this.#file.reserve(constant.size + added.length + VARIABLE_BYTES);
    const target = this.#file.bytes;
    at = put(target, at, this.#start);
    at = writeDigits(target, at, place.line);
    at = put(target, at, RECORD_KEY);
    at = writeDigits(target, at, place.ordinal);
    at = put(target, at, BYTE_OFFSET_KEY);
    at = writeDigits(target, at, place.byteOffset);
    at = put(target, at, constant.beforeValue);
    at = value === null ? put(target, at, NULL) : putCut(target, at, value, VALUE_CUT);
    at = put(target, at, constant.afterValue);
    if (isOfDatabase) at = put(target, at, added);
    at = this.#putRaw(target, at, raw);
    this.#file.length = put(target, at, END);
  }

  /** Escapes the raw text once a record; after that, copying it from an earlier line costs far less. */
  #putRaw(target: Buffer, at: number, bytes: Buffer): number {
    const raw = this.#raw;
    const length = raw.end - raw.start;
    if (raw.target === target && raw.end <= at) target.copyWithin(at, raw.start, raw.end);
    raw.end = raw.target === target && raw.end <= at ? at + length : putCut(target, at, bytes, RAW_CUT);
    raw.target = target;
    raw.start = at;
    return raw.end;
  }

  #learn(kind: FaultKind): KindBytes {
    const { stage, column, code, sqlstate, message, hint, constraint } = kind;
    const beforeValue = Buffer.from(`,"stage":"${stage}","column":${JSON.stringify(column)},"value":`);
    const rest = JSON.stringify({ code, sqlstate, message, hint, constraint }).slice(1, -1);
    // Faults of the database have a detail of their own before the raw text.
    const afterValue = Buffer.from(stage === 'database' ? `,${rest}` : `,${rest},"raw":`);
    const size = this.#start.length + beforeValue.length + afterValue.length;
    const learnt = { beforeValue, afterValue, size };
    this.#kinds.set(kind, learnt);
    return learnt;
  }
}

/** The constant parts of the lines of one kind. */
interface KindBytes {
  readonly beforeValue: Buffer;
  readonly afterValue: Buffer;
  /** How many bytes a line of this kind has that do not depend on the record. */
  readonly size: number;
}

/** How far a string is shown, and what follows one that was longer. */
interface Cut {
  readonly limit: number;
  readonly mark: Buffer;
}

function put(target: Buffer, at: number, bytes: Buffer): number {
  target.set(bytes, at);
  return at + bytes.length;
}

function putCut(target: Buffer, at: number, bytes: Buffer, { limit, mark }: Cut): number {
  const end = bytes.length <= limit ? bytes.length : characterBoundary(bytes, limit);
  cursor.bytes = target;
  cursor.offset = at;
  appendJsonString(bytes, 0, end, cursor);
  return end === bytes.length ? cursor.offset : put(target, cursor.offset, mark);
}

/** The last place at or before `limit` that does not split a character. */
function characterBoundary(bytes: Buffer, limit: number): number {
  let at = limit;
  while (at > limit - 3 && (bytes[at] & 0xc0) === 0x80) at--;
  return at;
}

const NOTHING = Buffer.alloc(0);
const VALUE_CUT: Cut = { limit: MAX_VALUE_BYTES, mark: Buffer.from(',"valueCut":true') };
const RAW_CUT: Cut = { limit: MAX_RAW_BYTES, mark: Buffer.from(',"rawCut":true') };
const NOWHERE = Buffer.alloc(0);
/** Where a string is being written. */
const cursor: { bytes: Buffer; offset: number } = { bytes: NOWHERE, offset: 0 };
const RECORD_KEY = Buffer.from(',"record":');
const BYTE_OFFSET_KEY = Buffer.from(',"byteOffset":');
const NULL = Buffer.from('null');
const END = Buffer.from('}\n');
