import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Place } from './pipeline-node.js';

/** One thing that is wrong in a pipeline file. */
export interface PipelineFault {
  readonly place: Place;
  /** Such as `target.mod: unknown key; did you mean mode?`; without control characters and secrets. */
  readonly text: string;
}

/**
 * The error that tells what is wrong in a pipeline file.
 *
 * @param name - The file, as typed.
 * @param faults - At least one; the first ten are told, in the order of the file.
 */
export function pipelineError(name: string, faults: readonly PipelineFault[]): SluiceError {
  const inOrder = faults.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const told = inOrder.slice(0, MOST_TOLD).map(({ place, text }) => `${placeText(name, place)}: ${text}`);
  if (faults.length === 1) return invalid(told[0]);
  const more = faults.length > MOST_TOLD ? [`and ${faults.length - MOST_TOLD} more`] : [];
  const head = `${printable(name, 200)} has ${faults.length} faults:`;
  return invalid([head, ...told, ...more].join('\n  '));
}

/** A place as editors and terminals read it: `orders.sluice.yaml:4:10`. */
export function placeText(name: string, { line, column }: Place): string {
  return `${printable(name, 200)}:${line}:${column}`;
}

const MOST_TOLD = 10;

function invalid(message: string): SluiceError {
  return new SluiceError('PIPELINE_INVALID', message, {
    hint: 'docs/pipelines.md lists the keys and what they take; pipeline.schema.json tells them to an editor.',
  });
}
