import type { ReadingPlan } from '../config/reading-plan.js';
import type { SourceRef } from '../batch/place.js';
import type { SessionSettings } from '../schema/codecs/codec.js';
import type { BatchWriter } from '../sinks/copy/copy-sink.js';
import { encodedColumns } from './encoded-columns.js';
import type { CarriedColumn } from './landing/landing.js';
import { carriedColumns } from './landing/carried-columns.js';
import { LoadTransfer, type SourceProgress } from './load-transfer.js';
import type { RecordSource } from './reading/record-source.js';
import type { RunRejects } from './run-rejects.js';
import type { RunMemory } from '../transforms/record/steps/run-memory.js';
import { layoutFor, type TargetColumns } from './target-columns.js';

/** What the records of inputs become. */
export interface Destination {
  readonly inputs: readonly RecordSource[];
  readonly columns: TargetColumns;
  readonly session: SessionSettings;
  /** What rows carry of their records besides. Default: nothing */
  readonly carried?: readonly CarriedColumn[];
}

/** How they get there. */
export interface Passage {
  readonly reading: ReadingPlan;
  readonly rejects: RunRejects;
  /** What the steps of a pipeline remember in this pass over the inputs. */
  readonly memory: RunMemory;
  /** Takes the rows. */
  readonly writer: BatchWriter;
  /**
   * Of a resumable run: how far earlier runs have come with each source. Rejects go with the rows then, to whoever takes
   * these. Default: all is loaded, and rejects are told at once.
   */
  readonly progress?: ReadonlyMap<SourceRef, SourceProgress>;
}

/** One transfer for each input; all say that they were loaded at the same time. */
export function loadTransfers(
  { inputs, columns, session, carried = [] }: Destination,
  { reading, rejects, writer, memory, progress }: Passage,
): LoadTransfer[] {
  const { spelling, badBytes } = reading;
  const options = { session, spelling, loadedAt: new Date() };
  return inputs.map(
    (input, index) =>
      new LoadTransfer({
        input,
        layout: { ...layoutFor(columns, input), memory },
        columnsFor: (fields) => [
          ...encodedColumns(columns, options, { source: input.source.ref, fields }),
          ...carriedColumns(carried, index + 1),
        ],
        badBytes,
        rejects,
        writer,
        progress: progress?.get(input.source.ref) ?? null,
      }),
  );
}
