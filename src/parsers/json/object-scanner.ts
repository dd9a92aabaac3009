import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import type { Fault, FaultKind } from '../../batch/faults.js';
import { CLOSING_BRACE, COMMA, OPENING_BRACE, OPENING_BRACKET, QUOTE, SMALL_N, SPACE } from './characters.js';
import type { JsonColumn } from './json-column.js';
import type { JsonFaultKinds } from './json-faults.js';
import { jsonTypeOf } from './json-type.js';
import { UNKNOWN, type Key, type KeyTree } from './key-tree.js';
import { isDigit, type TokenScanner } from './token-scanner.js';

/** Is told what a source holds, in place of anyone judging it. */
export interface KeyListener {
  /**
   * A key has a value.
   *
   * @param type - One of `JsonType`.
   */
  value(key: Key, type: number): void;
  /** A record begins. Unless it comes to a good end, what is told of it counts for nothing. */
  recordStart(): void;
  /** The record has come to a good end. */
  recordEnd(): void;
}

/** What the scanner is made of. */
export interface ObjectScannerParts {
  readonly tokens: TokenScanner;
  readonly keys: KeyTree;
  readonly kinds: JsonFaultKinds;
  readonly columns: readonly JsonColumn[];
  readonly maxDepth: number;
  /** Null: keys without a column are faults. */
  readonly listener: KeyListener | null;
}

/** Faults that are noted of one record; whoever corrects these will see the rest. */
const MAX_FAULTS = 100;

/**
 * Reads a record, which is one object, and notes the span of each column's value in the batch's next free record. A
 * column without a key, or with `null`, is NULL. Of a key that is there twice the last counts, as in JSON.parse and jsonb.
 */
export class ObjectScanner {
  /** What is wrong with the record read last, besides its grammar. */
  faults: readonly Fault[] = NO_FAULTS;

  readonly #tokens: TokenScanner;
  readonly #keys: KeyTree;
  readonly #kinds: JsonFaultKinds;
  readonly #columns: readonly JsonColumn[];
  readonly #listener: KeyListener | null;
  /** The keys whose objects are open, outermost first. */
  readonly #open: Key[] = [];
  readonly #maxDepth: number;
  #batch!: Batch;
  #view!: DataView;
  #firstField = 0;

  constructor({ tokens, keys, kinds, columns, maxDepth, listener }: ObjectScannerParts) {
    this.#tokens = tokens;
    this.#keys = keys;
    this.#kinds = kinds;
    this.#columns = columns;
    this.#maxDepth = maxDepth;
    this.#listener = listener;
  }

  /** Turns to a block, which ends as {@link TokenScanner} wants it. */
  start(batch: Batch): void {
    this.#batch = batch;
    this.#view = new DataView(batch.bytes.buffer);
    this.#tokens.start(batch.bytes);
  }

  /**
   * Reads a record.
   *
   * @param start - Its opening brace.
   * @returns The position after its closing brace, or the complement of where it stops being JSON.
   */
  // eslint-disable-next-line complexity, max-lines-per-function -- hot loop: one set of locals a record; a call a member costs a fifth more
  scan(start: number): number {
    const tokens = this.#tokens;
    const { bytes } = this.#batch;
    const view = this.#view;
    const open = this.#open;
    this.#clear();
    let depth = 0;
    let previous = this.#keys.root.head;
    let at = tokens.skipSpace(start + 1);
    if (bytes[at] === CLOSING_BRACE) return at + 1;
    for (;;) {
      const predicted = previous.next;
      const afterColon = predicted === null ? -1 : afterKey(view, at, predicted);
      if (predicted !== null && afterColon >= 0) {
        previous = predicted;
        at = afterColon;
      } else {
        const keyStart = at;
        at = tokens.memberValue(at);
        if (at < 0) return at;
        previous = this.#keys.find(previous, bytes, keyStart, this.#keyEnd(keyStart));
      }
      if (bytes[at] <= SPACE) at = tokens.skipSpace(at);
      if (bytes[at] === OPENING_BRACE && previous.isFlattened) {
        if (depth + 1 >= this.#maxDepth) return tokens.fail(at, 'depth');
        this.#listener?.value(previous, jsonTypeOf(OPENING_BRACE));
        open[depth++] = previous;
        previous = previous.inside.head;
        at = tokens.skipSpace(at + 1);
        if (bytes[at] !== CLOSING_BRACE) continue;
      } else {
        at = bytes[at] === QUOTE ? this.#string(previous, at) : this.#otherValue(previous, at, depth + 1);
        if (at < 0) return at;
        if (bytes[at] <= SPACE) at = tokens.skipSpace(at);
      }
      while (bytes[at] === CLOSING_BRACE) {
        if (depth === 0) return at + 1;
        previous = open[--depth];
        at = tokens.skipSpace(at + 1);
      }
      if (bytes[at] !== COMMA) return tokens.fail(at, 'memberEnd');
      at++;
      if (bytes[at] <= SPACE) at = tokens.skipSpace(at);
    }
  }

  #clear(): void {
    const { spans, width, recordCount } = this.#batch;
    const firstField = recordCount * width;
    for (let field = firstField; field < firstField + width; field++) spans[2 * field] = NULL_START;
    this.#firstField = firstField;
    this.faults = NO_FAULTS;
    this.#listener?.recordStart();
  }

  #keyEnd(keyStart: number): number {
    return this.#tokens.stringEnd(keyStart + 1) + 1;
  }

  #string(key: Key, start: number): number {
    const tokens = this.#tokens;
    const end = tokens.stringEnd(start + 1);
    if (end < 0) return end;
    if (key.column < 0) this.#withoutColumn(key, start);
    else if (key.kind === 'json') this.#note(key, start, end + 1, FieldForm.plain);
    else {
      this.#note(key, start + 1, end, tokens.hasEscapes ? FieldForm.jsonEscapes : FieldForm.plain);
      if (tokens.hasLoneSurrogate) {
        this.#fault(this.#kinds.loneSurrogate(this.#columns[key.column].name), start + 1, end);
      }
    }
    return end + 1;
  }

  /** Reads any value but a string. */
  #otherValue(key: Key, start: number, depth: number): number {
    const first = this.#batch.bytes[start];
    const end = isDigit(first) ? this.#tokens.numberEnd(start) : this.#tokens.valueEnd(start, depth);
    if (end < 0) return end;
    const isNested = first === OPENING_BRACE || first === OPENING_BRACKET;
    if (key.column < 0) this.#withoutColumn(key, start);
    else if (first === SMALL_N) this.#note(key, NULL_START, end, FieldForm.plain);
    else {
      this.#note(key, start, end, FieldForm.plain);
      if (isNested && key.kind === 'scalar') {
        this.#fault(this.#kinds.nestedValue(this.#columns[key.column].name), start, end);
      }
    }
    return end;
  }

  #note(key: Key, start: number, end: number, form: number): void {
    const { spans, forms } = this.#batch;
    const field = this.#firstField + key.column;
    spans[2 * field] = start;
    spans[2 * field + 1] = end;
    forms[field] = form;
  }

  /** A key that is flattened and null is an object that is not there: nothing is lost with it. */
  #withoutColumn(key: Key, start: number): void {
    const first = this.#batch.bytes[start];
    if (this.#listener !== null) this.#listener.value(key, jsonTypeOf(first));
    else if (key.column === UNKNOWN && !(key.isFlattened && first === SMALL_N)) {
      const [name] = key.path;
      this.#fault(this.#kinds.unknownKey(key.path.length === 1 ? name : key.path.join('.')), start, start);
    }
  }

  #fault(kind: FaultKind, start: number, end: number): void {
    if (this.faults.length === MAX_FAULTS) return;
    const value = start === end ? null : this.#batch.bytes.subarray(start, end);
    this.faults = [...this.faults, { kind, value }];
  }
}

const NO_FAULTS: readonly Fault[] = [];

/**
 * The position after a key and its colon, if they stand here as the key is spelled; otherwise -1. Four bytes at a step:
 * a byte at a step costs a third of the whole scan.
 */
function afterKey(view: DataView, start: number, { words, lastMask, pattern }: Key): number {
  const last = words.length - 1;
  if (start + 4 * words.length > view.byteLength) return -1;
  for (let index = 0; index < last; index++) {
    if (view.getInt32(start + 4 * index, true) !== words[index]) return -1;
  }
  return (view.getInt32(start + 4 * last, true) & lastMask) === words[last] ? start + pattern.length : -1;
}
