import type { BatchPool } from '../../batch/batch-pool.js';
import { SOURCE_START, type RecordStart } from '../../batch/place.js';
import type { Assembler } from '../assembler.js';
import { BlockAssembler } from '../block-assembler.js';
import type { JsonParserOptions } from './json-column.js';
import { JsonDocumentParser } from './json-document-parser.js';
import { NdjsonBlockParser } from './ndjson-block-parser.js';
import type { KeyListener } from './object-scanner.js';
import { isPlainPath, parseSelectPath } from './select-path.js';
import { StreamJsonAssembler } from './stream-json-assembler.js';

/** Where in a JSON source the records are, and how they are written. */
export interface JsonShape {
  /** One record a line, or documents. */
  readonly format: 'ndjson' | 'json';
  /** The path to the records of a document; empty for the document itself. Not for NDJSON. */
  readonly select: string;
  /** The source's name, for messages. */
  readonly source: string;
  /** Comments and trailing commas are allowed in a document. Default: they are faults. */
  readonly comments?: boolean;
}

/** What the batches of a JSON source are made with. */
export interface JsonAssemblerParts {
  /** Of batches as wide as there are columns. */
  readonly pool: BatchPool;
  /** Is told of every value whose key has no column; null: such keys are faults. */
  readonly listener: KeyListener | null;
  /** Where the first record begins, for NDJSON: a document can't be begun in its middle. Default: at the source's start. */
  readonly start?: RecordStart;
}

/**
 * Makes batches of a JSON source: by the byte parsers, or by stream-json where these can't.
 *
 * @throws SluiceError USAGE when the path is none; while it reads, SELECT_NOT_FOUND when a document has nothing there.
 */
export function createJsonAssembler(
  { format, select, source, comments = false }: JsonShape,
  options: JsonParserOptions,
  { pool, listener, start = SOURCE_START }: JsonAssemblerParts,
): Assembler {
  if (format === 'ndjson') {
    return new BlockAssembler(new NdjsonBlockParser(options, listener, start), pool, start.byteOffset);
  }
  const documents = { ...options, path: parseSelectPath(select), source };
  if (comments || !isPlainPath(documents.path)) return new StreamJsonAssembler({ options: documents, pool, listener });
  return new BlockAssembler(new JsonDocumentParser(documents, listener), pool, 0);
}
