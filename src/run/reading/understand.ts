import { isUtf8 } from 'node:buffer';
import type { FormatName } from '../../config/format-flags.js';
import type { ReadingPlan } from '../../config/reading-plan.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { detectJson, isMeantAsJson } from '../../parsers/json/detect.js';
import { headOf, type SourceHead } from '../../sources/head-of.js';
import type { OpenedSource } from '../../sources/open-sources.js';
import type { RecordSource } from './record-source.js';
import { understandCsv } from './understand-csv.js';

/** Enough to tell the format and the dialect by, and the keys of the first records. */
const HEAD_BYTES = 128 * 1024;

/**
 * Finds out what format a source has, and reads its head.
 *
 * @throws SluiceError SOURCE_EMPTY, SOURCE_UNREADABLE, HEADER_INVALID, DIALECT_AMBIGUOUS
 */
export async function understand(opened: OpenedSource, plan: ReadingPlan): Promise<RecordSource> {
  const found = await headOf(opened.source, HEAD_BYTES);
  const { head, source } = found;
  const format = plan.format ?? formatOf(head, source.ref.name, plan);
  const warnings = await notTextWarnings(found, plan);
  const origin = { encoding: opened.encoding, compression: opened.containers.join(' in ') || null, warnings };
  return format === 'csv' ? understandCsv(found, origin, plan) : understandJson(found, { ...origin, format }, plan);
}

/**
 * What to say of a source that is not UTF-8, unless it is to be mended. Single records are a matter for rejects.
 *
 * @throws SluiceError SOURCE_UNREADABLE when the very first line is not, or nothing of it is text.
 */
async function notTextWarnings({ head, source }: SourceHead, { badBytes }: ReadingPlan): Promise<string[]> {
  if (badBytes !== 'reject' || isUtf8(head)) return [];
  const { explainNotUtf8 } = await import('../../sources/encoding/explain-not-utf8.js');
  const explained = explainNotUtf8(source.ref.name, head);
  if (explained === null) return [];
  const { line, message, hint } = explained;
  const { isBinary } = await import('../../sources/encoding/is-binary.js');
  if (isBinary(head)) throw new SluiceError('SOURCE_UNREADABLE', message, { hint: BINARY_HINT });
  if (line === 1) throw new SluiceError('SOURCE_UNREADABLE', message, { hint });
  return [`${message} ${hint}`];
}

const BINARY_HINT = 'This looks like a binary file: export what is in it as CSV or JSON.';

/** By the content, by the name where that could be either, and by flags for one kind of JSON where that could be both. */
function formatOf(head: Buffer, name: string, { json }: ReadingPlan): FormatName {
  const byContent = detectJson(head);
  // A document that is one line looks like NDJSON.
  if (byContent !== null && (json.select !== null || json.comments)) return 'json';
  if (TABLE_NAME.test(name)) return 'csv';
  // What begins with a comment looks like nothing.
  if (json.comments || WITH_COMMENTS.test(name)) return 'json';
  return byContent ?? formatOfName(head, name);
}

/** What is called JSON is that, unless it has nothing of it. */
function formatOfName(head: Buffer, name: string): FormatName {
  const called = JSON_NAME.exec(name);
  if (called === null || !isMeantAsJson(head)) return 'csv';
  return called[1].toLowerCase() === 'json' ? 'json' : 'ndjson';
}

/** Formats of JSON in which comments are allowed. */
const WITH_COMMENTS = /\.(?:jsonc|json5)(?:\.(?:gz|bz2|zst|br|xz))?$/i;

const JSON_NAME = /\.(json|ndjson|jsonl)(?:\.(?:gz|bz2|zst|br|xz))?$/i;

/** A file that is called so holds a table, even when its first field looks like JSON. */
const TABLE_NAME = /\.(?:csv|tsv|tab|psv)(?:\.(?:gz|bz2|zst|br|xz))?$/i;

async function understandJson(
  { head, source, atEnd }: SourceHead,
  origin: Pick<RecordSource, 'encoding' | 'compression' | 'warnings'> & { readonly format: 'ndjson' | 'json' },
  plan: ReadingPlan,
): Promise<RecordSource> {
  const { jsonRecords, keysOfHead } = await import('./json-records.js');
  const known = {
    ...origin,
    json: { ...plan.json, comments: plan.json.comments || WITH_COMMENTS.test(source.ref.name) },
    maxRecordBytes: plan.maxRecordBytes,
    findings: [],
    pins: [`--format ${origin.format}`],
  };
  return jsonRecords(source, { ...known, names: keysOfHead(head, atEnd, source, known) });
}
