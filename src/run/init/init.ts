import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { InitPlan } from '../../config/init-plan.js';
import { databaseVariable } from '../../config/pipeline/database-variable.js';
import type { PipelineDraft } from '../../config/pipeline/pipeline-draft.js';
import { writePipeline } from '../../config/pipeline/write-pipeline.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { readTable } from '../../postgres/catalog.js';
import { embeddedFolder } from '../../postgres/database.js';
import { quoteIdentifier } from '../../schema/identifiers.js';
import { tableNameFromSource } from '../../schema/table-name-from-source.js';
import type { TableName, TargetTable } from '../../schema/table.js';
import { runInspect } from '../inspect.js';
import type { RunContext } from '../run-context.js';
import { useDatabase } from '../use-database.js';
import { draftColumns } from './draft-columns.js';
import { draftExample } from './draft-example.js';
import { draftSource } from './draft-source.js';
import { firstRecord } from './first-record.js';
import { assertNew, writeNewFile } from './write-new-file.js';

/**
 * Writes a pipeline file for an input, from a look at it and, if one is named and there, at its table.
 *
 * @returns The text of the file; where the plan names one, it is written too.
 * @throws What reading the input and the database throws; SluiceError USAGE, OUTPUT_FAILED.
 */
export async function initPipeline(plan: InitPlan, context: RunContext): Promise<string> {
  const { io } = context;
  const { output: name, force } = plan;
  if (name !== null) await assertNew({ name, cwd: io.cwd, force });
  const [report] = await runInspect(plan.inspect, context);
  if (report.columns.length === 0) throw nothingFound();
  const table = await tableOf(plan, context);
  const [input] = plan.inspect.reading.inputs;
  const draft: PipelineDraft = {
    path: pathFrom(input, plan, io.cwd),
    source: draftSource(report, plan),
    ...draftColumns(report.columns, table),
    table: spelledTable(plan.inspect.table ?? ownTable(report.source)),
    create: table === null,
    example: null,
  };
  const first = input === '-' ? null : await firstRecord(plan.inspect.reading, context);
  const text = writePipeline({ ...draft, example: first === null ? null : await draftExample(draft, first, io) });
  if (name !== null) await writeNewFile(text, { name, cwd: io.cwd, force });
  return text;
}

/** A table is looked for where a load would put it; no database is made for that. */
async function tableOf({ inspect, db }: InitPlan, { io, notice }: RunContext): Promise<TargetTable | null> {
  const { table } = inspect;
  const isThere = db !== null || databaseVariable(io.env) !== null || existsSync(join(io.cwd, embeddedFolder));
  if (table === null || !isThere) return null;
  let found: TargetTable | null = null;
  await useDatabase({ db: db ?? undefined, io, notice }, async (client) => {
    found = await readTable(client, table);
  });
  return found;
}

function ownTable(source: string): TableName {
  return { schema: null, name: source === '-' ? 'stdin' : tableNameFromSource(source) };
}

/** As `--table` reads it. */
function spelledTable({ schema, name }: TableName): string {
  const parts = schema === null ? [name] : [schema, name];
  return parts.map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : quoteIdentifier(part))).join('.');
}

/** Relative paths in the file start from its folder. */
function pathFrom(input: string, { output }: InitPlan, cwd: string): string {
  const isElsewhere = input === '-' || isAbsolute(input) || /^[a-z][a-z0-9+.-]*:\/\//i.test(input);
  if (output === null || isElsewhere) return input;
  return relative(dirname(resolve(cwd, output)), resolve(cwd, input));
}

function nothingFound(): SluiceError {
  return new SluiceError('HEADER_INVALID', 'The input has no columns that a pipeline could be about.', {
    hint: 'sluice inspect shows how it is read; --select names where records are in JSON.',
  });
}
