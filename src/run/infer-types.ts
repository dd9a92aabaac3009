import { BatchPool } from '../batch/batch-pool.js';
import type { LoadPlan } from '../config/load-plan.js';
import { BlockAssembler } from '../parsers/block-assembler.js';
import { CsvBlockParser } from '../parsers/csv/csv-block-parser.js';
import type { InferredType } from '../schema/infer/inferred-type.js';
import { TypeInference } from '../schema/infer/type-inference.js';
import type { Source } from '../sources/source.js';
import { readHead } from './csv-input.js';

/** The columns of a file as its own bytes show them. */
export interface FileColumns {
  /** The header's names; without a header, as many empty ones as there are columns. */
  readonly names: readonly string[];
  readonly types: readonly InferredType[];
}

/**
 * Reads a whole source to find the narrowest type that every value of each column has. Malformed records have no
 * say: they will be rejects.
 *
 * @param source - One that can be read again afterwards.
 * @throws SluiceError SOURCE_UNREADABLE, HEADER_INVALID; the signal's reason when it is aborted.
 */
export async function inferTypes(source: Source, plan: LoadPlan, signal: AbortSignal): Promise<FileColumns> {
  const { head, rest } = await readHead(source, plan);
  const { width } = head;
  const inference = new TypeInference(width);
  const pool = new BatchPool({ source: source.ref, width, quote: plan.csv.quote });
  const parser = new CsvBlockParser({ dialect: plan.csv, width, firstLine: head.nextLine });
  const assembler = new BlockAssembler(parser, pool, head.byteLength);
  const observe = (batches: ReturnType<BlockAssembler['end']>): void => {
    for (const batch of batches) {
      inference.observe(batch);
      pool.release(batch);
    }
  };
  for await (const chunk of rest as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    observe(assembler.push(chunk));
    source.recycle(chunk);
  }
  observe(assembler.end());
  return { names: head.names ?? Array.from({ length: width }, () => ''), types: inference.types() };
}
