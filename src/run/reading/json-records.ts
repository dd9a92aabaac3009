import { BatchPool } from '../../batch/batch-pool.js';
import { roomyPool } from './roomy-pool.js';
import { displaySource } from '../../batch/display-source.js';
import { SOURCE_START, type RecordStart } from '../../batch/place.js';
import type { JsonReading } from '../../config/reading-plan.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { createJsonAssembler, type JsonShape } from '../../parsers/json/json-assembler.js';
import type { JsonParserOptions } from '../../parsers/json/json-column.js';
import { KeyTally } from '../../parsers/json/key-tally.js';
import type { Source } from '../../sources/source.js';
import { batchesOf } from './batches.js';
import type { FoundKey, Layout, RecordReading, RecordSource } from './record-source.js';
import { tooManyKeys } from './too-many-keys.js';

/** What is known of a JSON source when its head has been read. */
export interface JsonKnowledge extends Pick<
  RecordSource,
  'findings' | 'pins' | 'warnings' | 'encoding' | 'compression'
> {
  readonly format: 'ndjson' | 'json';
  readonly json: JsonReading;
  readonly maxRecordBytes: number;
  /** The names of all columns that are known of so far. */
  readonly names: readonly string[];
  /** All keys, when the source has been read through for them. */
  readonly keys?: readonly FoundKey[];
}

/** The records of a JSON source. */
export function jsonRecords(source: Source, known: JsonKnowledge): RecordSource {
  const { format, names, findings, pins, warnings, encoding, compression } = known;
  return {
    source,
    format,
    names,
    width: names.length,
    header: null,
    encoding,
    compression,
    dialect: [],
    warnings,
    findings,
    pins,
    findKeys: (signal) => (known.keys === undefined ? allKeys(source, known, signal) : Promise.resolve(known.keys)),
    over: (copy) => jsonRecords(copy, known),
    brings: () => false,
    mayExpand: false,
    before: null,
    arrange: ({ columns }) => ({ fields: columns.map((_, index) => index), width: columns.length }),
    knowing: (keys) => jsonRecords(source, { ...known, keys, names: keys.map(({ name }) => name) }),
    records: (layout, start = SOURCE_START) =>
      Promise.resolve(readingOf(source, known, layout, beginningFor(start, known))),
  };
}

/**
 * The keys that the first bytes of a JSON source show.
 *
 * @throws SluiceError TOO_MANY_KEYS, HEADER_INVALID
 */
export function keysOfHead(
  head: Buffer,
  atEnd: boolean,
  source: Source,
  known: Omit<JsonKnowledge, 'names'>,
): string[] {
  const tally = new KeyTally();
  const { assembler } = keyReading(source, known, { listener: tally, blockBytes: HEAD_BLOCK_BYTES });
  exhaust(assembler.push(head));
  if (atEnd) exhaust(assembler.end());
  // What is flattened may yet go to a column as a whole.
  if (tally.hasMore && !known.json.flatten) throw tooManyKeys(source.ref.name, known);
  return foundKeys(tally, source).map(({ name }) => name);
}

/** Documents are read from their front; so is what is flattened, since the first of two keys of one name is its owner. */
function beginningFor(start: RecordStart, { format, json }: JsonKnowledge): RecordStart {
  return format === 'ndjson' && !json.flatten ? start : SOURCE_START;
}

function readingOf(
  source: Source,
  known: JsonKnowledge,
  { columns, columnOf, room = 0 }: Layout,
  start: RecordStart,
): RecordReading {
  const pool = roomyPool({ source: source.ref, width: columns.length, quote: QUOTE }, room);
  const options = { ...parserOptions(known), columns, columnOf: oneKeyEach(columnOf) };
  return {
    firstOrdinal: start.ordinal,
    bytes: source.read(start.byteOffset),
    assembler: createJsonAssembler(shapeOf(source, known), options, { pool, listener: null, start }),
    pool,
    fields: columns.map((_, index) => index),
    program: null,
  };
}

async function allKeys(source: Source, known: JsonKnowledge, signal: AbortSignal): Promise<FoundKey[]> {
  const tally = new KeyTally();
  const reading = { ...keyReading(source, known, { listener: tally }), bytes: source.read() };
  const batches = batchesOf(source, reading, signal);
  for (let isAll = false; !isAll && !tally.hasMore;) isAll = (await batches.next()).done === true;
  await batches.return(undefined);
  if (tally.hasMore) throw tooManyKeys(source.ref.name, known);
  return foundKeys(tally, source);
}

/** A reading that brings no values, but tells a tally of the keys. */
function keyReading(
  source: Source,
  known: Omit<JsonKnowledge, 'names'>,
  { listener, blockBytes }: { readonly listener: KeyTally; readonly blockBytes?: number },
): Pick<RecordReading, 'assembler' | 'pool' | 'fields' | 'program'> {
  const pool = new BatchPool({ source: source.ref, width: 0, quote: QUOTE }, blockBytes);
  const options = { ...parserOptions(known), columns: [], columnOf: () => 'unknown' as const };
  return {
    assembler: createJsonAssembler(shapeOf(source, known), options, { pool, listener }),
    pool,
    fields: [],
    program: null,
  };
}

function shapeOf(source: Source, { format, json }: Omit<JsonKnowledge, 'names'>): JsonShape {
  return { format, select: json.select ?? '', comments: json.comments, source: source.ref.name };
}

function parserOptions({
  json,
  maxRecordBytes,
}: Omit<JsonKnowledge, 'names'>): Omit<JsonParserOptions, 'columns' | 'columnOf'> {
  return { flatten: json.flatten, maxDepth: json.maxDepth, maxRecordBytes };
}

function exhaust(batches: Iterable<unknown>): void {
  const all = batches[Symbol.iterator]();
  while (all.next().done !== true);
}

/**
 * The keys that a tally has, by the names of their columns.
 *
 * @throws SluiceError HEADER_INVALID when two of them would be one column.
 */
function foundKeys(tally: KeyTally, source: Source): FoundKey[] {
  const keys = tally.findings().map(({ path, types }) => ({ name: nameOf(path), types }));
  const names = new Set<string>();
  for (const { name } of keys) {
    if (names.has(name)) throw sameColumn(name, source);
    names.add(name);
  }
  return keys;
}

function sameColumn(name: string, source: Source): SluiceError {
  const message = `Two keys of ${displaySource(source.ref.name)} would be the one column "${printable(name)}" when objects are flattened.`;
  return new SluiceError('HEADER_INVALID', message, { hint: 'Leave --flatten out, or rename one of the keys.' });
}

/** A name that two keys share is that of the first: the other has no column. */
function oneKeyEach(columnOf: Layout['columnOf']): JsonParserOptions['columnOf'] {
  const owners = new Map<string, string>();
  return (path) => {
    const name = nameOf(path);
    const key = JSON.stringify(path);
    const meaning = columnOf(name);
    if (typeof meaning !== 'number') return meaning;
    if (!owners.has(name)) owners.set(name, key);
    return owners.get(name) === key ? meaning : 'unknown';
  };
}

/** The name of a column: with `--flatten`, that of `a.b` is `a_b`. */
function nameOf(path: readonly string[]): string {
  return path.join('_');
}

/** Small, because what does not fill a block stays unread. */
const HEAD_BLOCK_BYTES = 1024;

const QUOTE = 0x22;
