import { displaySource } from '../../batch/display-source.js';
import type { ReadingPlan } from '../../config/reading-plan.js';
import { detectDialect, type DetectedDialect } from '../../parsers/csv/detect/detect-dialect.js';
import type { Sample } from '../../parsers/csv/detect/windows.js';
import type { CsvDialect } from '../../parsers/csv/dialect.js';
import { parseHead, type CsvHead } from '../../parsers/csv/head.js';
import { headOf, type SourceHead } from '../../sources/head-of.js';
import type { Source } from '../../sources/source.js';
import { csvRecords } from './csv-records.js';
import type { RecordSource } from './record-source.js';

/**
 * Finds out the dialect of a CSV source as far as flags have not settled it, and reads its head.
 *
 * @param found - `atEnd`: the head is all that there is.
 * @throws SluiceError SOURCE_EMPTY, SOURCE_UNREADABLE, HEADER_INVALID, DIALECT_AMBIGUOUS
 */
export async function understandCsv(
  found: SourceHead,
  origin: Pick<RecordSource, 'encoding' | 'compression' | 'warnings'>,
  plan: ReadingPlan,
): Promise<RecordSource> {
  const { nulls, trim, ragged, ...flags } = plan.csv;
  const name = found.source.ref.name;
  const samples = await samplesOf(found);
  const given = { ...flags, ...separatorLine(found.head, flags) };
  const detected = detectDialect({ source: name, samples, given });
  const dialect: CsvDialect = { ...detected.dialect, nulls, trim, ragged, maxRecordBytes: plan.maxRecordBytes };
  const { head, source } = await readHead(found, dialect);
  const { facts, pins } = detected;
  return csvRecords(source, {
    ...origin,
    dialect,
    dialectFacts: facts,
    head,
    findings: findingsOf(name, detected),
    pins,
  });
}

/** Spreadsheets write a first line that says what the delimiter is: `sep=;`. Flags count more. */
function separatorLine(
  head: Buffer,
  { delimiter, skipLines }: Pick<ReadingPlan['csv'], 'delimiter' | 'skipLines'>,
): { readonly delimiter: string; readonly skipLines: number } | null {
  const line = /^(?:\u00ef\u00bb\u00bf)?sep=([^\r\n])\r?\n/i.exec(head.toString('latin1', 0, 16));
  return line === null || delimiter !== null || skipLines !== null ? null : { delimiter: line[1], skipLines: 1 };
}

/** Places besides the head that are looked at, as shares of the source's size. */
const PLACES = [0.3, 0.6, 0.9];
const SAMPLE_BYTES = 16 * 1024;

/** The head, and for a source that can be sought some other places. */
async function samplesOf({ head, source, atEnd }: SourceHead): Promise<Sample[]> {
  const samples: Sample[] = [{ bytes: head, atEnd }];
  const { readAt, size } = source;
  if (atEnd || readAt === null || size === null) return samples;
  for (const place of PLACES) {
    const position = Math.max(head.length, Math.floor(size * place));
    const target = Buffer.alloc(SAMPLE_BYTES);
    const bytes = target.subarray(0, await readAt(target, position));
    if (bytes.length > 0) samples.push({ bytes, atEnd: position + bytes.length >= size });
  }
  return samples;
}

/** A plain CSV file needs no words. */
function findingsOf(name: string, { findings, facts, pins }: DetectedDialect): string[] {
  if (findings.length === 0) return [];
  const given = facts.filter((fact) => fact.given).map((fact) => `--${fact.name} ${fact.value}`);
  const others = given.length === 0 ? '' : ` (given: ${given.join(' ')})`;
  return [
    `${displaySource(name)}: found ${findings.join(', ')}${others}`,
    `to have it read so always, pass ${pins.join(' ')}`,
  ];
}

/** Looks at more and more of the source until its head is whole. */
async function readHead(
  found: SourceHead,
  dialect: CsvDialect,
): Promise<{ readonly head: CsvHead; readonly source: Source }> {
  let { head: bytes, source, atEnd } = found;
  for (let count = 4 * bytes.length; ; count *= 4) {
    const head = parseHead(bytes, atEnd, { source: source.ref.name, dialect });
    if (head !== null) return { head, source };
    ({ head: bytes, source, atEnd } = await headOf(source, count));
  }
}
