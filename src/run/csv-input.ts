import type { Readable } from 'node:stream';
import type { LoadPlan } from '../config/load-plan.js';
import { parseHead, type CsvHead } from '../parsers/csv/head.js';
import { openFile } from '../sources/file-source.js';
import { peel, type Peeled } from '../sources/peel.js';
import type { Source } from '../sources/source.js';
import { spool } from '../sources/spool.js';
import { STDIN_NAME, streamSource } from '../sources/stream-source.js';
import type { RunContext } from './run-context.js';

/**
 * Opens the plan's input and, where that costs nothing, reads its head: what is wrong with the file itself is
 * known before a database is touched.
 *
 * @throws SluiceError SOURCE_UNREADABLE, SOURCE_EMPTY, HEADER_INVALID
 */
export async function openInput(plan: LoadPlan, { io }: RunContext): Promise<Source> {
  const source = plan.input === STDIN_NAME ? streamSource(STDIN_NAME, io.stdin) : await openFile(plan.input, io.cwd);
  if (!source.repeatable) return source;
  try {
    const { rest } = await readHead(source, plan);
    rest.destroy();
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The head of a CSV source, and the stream of its records. */
export function readHead(source: Source, plan: LoadPlan): Promise<Peeled<CsvHead>> {
  const options = { source: source.ref.name, dialect: plan.csv, hasHeader: plan.hasHeader };
  const parse = (bytes: Buffer, atEnd: boolean): CsvHead | null => parseHead(bytes, atEnd, options);
  return peel(source.read(), parse, (head) => head.byteLength);
}

/** The source itself, or a temporary copy of it, so that it can be read twice. */
export async function madeRepeatable(source: Source, context: RunContext): Promise<Source> {
  if (source.repeatable) return source;
  context.notice(
    `keeping a temporary copy of ${source.ref.name === STDIN_NAME ? 'standard input' : 'the input'}, to read it twice: once for the types of the new table, once to load it`,
  );
  return spool(source, context.io.signal);
}

/**
 * The chunks of a stream, until `shouldStop` says so.
 *
 * @param onBytes - Told how many bytes have passed, after each chunk.
 */
export async function* metered(
  stream: Readable,
  onBytes: (bytes: number) => void,
  shouldStop: () => boolean,
): AsyncGenerator<Buffer, void> {
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (shouldStop()) return;
    bytes += chunk.length;
    onBytes(bytes);
    yield chunk;
  }
}
