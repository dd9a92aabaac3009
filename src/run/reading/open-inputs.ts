import pLimit from 'p-limit';
import type { ReadingPlan } from '../../config/reading-plan.js';
import { expandInputs } from '../../sources/expand-inputs.js';
import { openSources, type OpenedSource } from '../../sources/open-sources.js';
import type { Source } from '../../sources/source.js';
import type { RunContext } from '../run-context.js';
import { assertFlagsApply } from './assert-flags-apply.js';
import type { RecordSource } from './record-source.js';
import { understand } from './understand.js';

/** Heads that are read at a time: reading one mostly waits. */
const OPENED_AT_ONCE = 8;

/**
 * Finds all inputs that a plan names, opens them and reads their heads: what is wrong with one of them is known before
 * anything is done.
 *
 * @param onOpen - Told of each source that is open: it is for the caller to close, whatever happens.
 * @returns In the order in which they were named; a zip archive gives one for each file in it.
 * @throws SluiceError SOURCE_UNREADABLE, SOURCE_CORRUPT, SOURCE_EMPTY, HEADER_INVALID, DIALECT_AMBIGUOUS, USAGE
 */
export async function openInputs(
  plan: ReadingPlan,
  { io, notice }: RunContext,
  onOpen: (source: Source) => void,
): Promise<RecordSource[]> {
  const { cwd, stdin, signal } = io;
  const names = await expandInputs(plan.inputs, { cwd, include: plan.include });
  const limit = pLimit(OPENED_AT_ONCE);
  let hasFailed = false;
  const open = async (name: string): Promise<RecordSource[]> => {
    const opened = await openSources(name, { cwd, stdin, signal, notice, encoding: plan.encoding });
    // Nobody would let go of what is opened after another has failed.
    if (hasFailed) return closeAll(opened);
    for (const { source } of opened) onOpen(source);
    return inOrder(opened, (one) => understand(one, plan));
  };
  try {
    const inputs = (await Promise.all(names.map((name) => limit(open, name)))).flat();
    assertFlagsApply(plan.formatFlags, inputs);
    return inputs;
  } catch (error) {
    hasFailed = true;
    limit.clearQueue();
    throw error;
  }
}

async function closeAll(opened: readonly OpenedSource[]): Promise<[]> {
  for (const { source } of opened) await source.close();
  return [];
}

async function inOrder(
  opened: readonly OpenedSource[],
  work: (one: OpenedSource) => Promise<RecordSource>,
): Promise<RecordSource[]> {
  const results: RecordSource[] = [];
  for (const one of opened) results.push(await work(one));
  return results;
}
