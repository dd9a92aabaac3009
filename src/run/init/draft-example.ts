import type { PipelineTest } from '../../config/pipeline/pipeline-test.js';
import type { DraftExample, PipelineDraft } from '../../config/pipeline/pipeline-draft.js';
import { resolvePipeline } from '../../config/pipeline/resolve-pipeline.js';
import { writePipeline } from '../../config/pipeline/write-pipeline.js';
import type { Io } from '../io.js';
import { runExample } from '../testing/run-example.js';

/**
 * An example for a new pipeline file: what the file itself makes of an input.
 *
 * @param draft - The file so far.
 * @param input - The text of the input.
 * @returns Null when nothing comes of it.
 */
export async function draftExample(draft: PipelineDraft, input: string, io: Io): Promise<DraftExample | null> {
  const { cwd, env } = io;
  const file = { pipeline: 'sluice.yaml', text: writePipeline(draft), cwd, env };
  const { plan } = await resolvePipeline({ ...file, command: 'convert', inputs: ['-'], flags: { to: 'csv' } });
  const { rows, columns, types, faults, error } = await runExample(plan, { ...EXAMPLE, input }, io);
  const [row] = rows;
  if (error !== null || faults.length > 0 || rows.length !== 1) return null;
  const cells = columns.map((name, at) => ({
    name,
    text: row[at],
    isNumber: numberTypes.has(types.get(name)?.name ?? '') && isPlainNumber(row[at] ?? ''),
  }));
  // No key of a file may be called so.
  const named = cells.filter(({ name }) => name !== '__proto__');
  return { input, row: named, isPartial: named.length < cells.length };
}

const EXAMPLE: PipelineTest = {
  name: '',
  place: '',
  input: '',
  isRecords: false,
  expect: null,
  isPartial: false,
  rejects: [],
};

const numberTypes = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric']);

function isPlainNumber(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
}
