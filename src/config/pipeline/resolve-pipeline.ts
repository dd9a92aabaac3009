import { SluiceError } from '../../errors/sluice-error.js';
import { resolveLoadPlan, type LoadFlags, type LoadPlan } from '../load-plan.js';
import { NO_TRANSFORM, type TransformPlan } from '../../schema/transform/transform-plan.js';
import { readTransform } from '../transform/read-transform.js';
import { checkPipeline } from './check-pipeline.js';
import { databaseVariable } from './database-variable.js';
import { fileSettings, type FileSettings } from './pipeline-flags.js';
import { keysByFlag, flagsByKey, PATHS_KEY } from './pipeline-keys.js';
import { readPipeline } from './read-pipeline.js';
import { tellOrigins, type FileOrigins, type Told } from './tell-origins.js';

/** A command line of `load`, with the surroundings that have a say in it. */
export interface LoadRequest {
  /** The arguments; none leaves them to the file. */
  readonly inputs: readonly string[];
  /** The flags under their camel-case names. */
  readonly flags: LoadFlags;
  /** `--pipeline`, as typed; null: there is no file. */
  readonly pipeline: string | null;
  /** The working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a command line and a pipeline file come to. */
export interface ResolvedLoad {
  readonly plan: LoadPlan;
  /** What the file has settled: what no flag, argument or variable of the database stands before. */
  readonly settings: FileSettings;
  /** Words an error of the run in terms of the file. */
  readonly tell: <Failure extends Told>(failure: Failure) => Failure;
}

/**
 * Resolves a command line of `load` and its pipeline file into a plan. A flag comes before the environment, which names
 * the database, that before the file, and the file before what holds by default. Lists are replaced, not joined.
 *
 * @throws SluiceError PIPELINE_INVALID for what is wrong in the file; USAGE for what is wrong with flags, or with the
 * two together.
 */
export async function resolvePipeline(request: LoadRequest): Promise<ResolvedLoad> {
  const { transform, ...origins } = await readOrigins(request);
  const { inputs, flags } = merged(request, origins.settings);
  const tell = <Failure extends Told>(failure: Failure): Failure => ({ ...failure, ...tellOrigins(failure, origins) });
  if (inputs.length === 0) throw noInput(request.pipeline);
  try {
    return { plan: resolveLoadPlan(inputs, flags, transform), settings: origins.settings, tell };
  } catch (error) {
    if (!(error instanceof SluiceError) || request.pipeline === null) throw error;
    const { message, hint } = tellOrigins(error, origins);
    throw new SluiceError(error.code, message, { ...(hint === null ? {} : { hint }), cause: error });
  }
}

async function readOrigins({
  inputs,
  flags,
  pipeline,
  cwd,
  env,
}: LoadRequest): Promise<FileOrigins & { readonly transform: TransformPlan }> {
  if (pipeline === null) return { name: '', settings: new Map(), secrets: new Set(), transform: NO_TRANSFORM };
  const parsed = await readPipeline(pipeline, { cwd, env });
  checkPipeline(parsed);
  const settings = new Map(fileSettings(parsed));
  for (const flag of Object.keys(flags)) settings.delete(keysByFlag.get(flag) ?? '');
  if (inputs.length > 0) settings.delete(PATHS_KEY);
  if (databaseVariable(env) !== null) settings.delete('target.db');
  return { name: pipeline, settings, secrets: parsed.secrets, transform: readTransform(parsed) };
}

function merged({ inputs, flags }: LoadRequest, settings: FileSettings): Pick<LoadRequest, 'inputs' | 'flags'> {
  const paths = settings.get(PATHS_KEY)?.value;
  const fromFile = [...settings].flatMap(([key, { value }]) => {
    const flag = flagsByKey.get(key);
    return flag === undefined ? [] : [[flag, value] as const];
  });
  return {
    inputs: inputs.length === 0 && Array.isArray(paths) ? (paths as string[]) : inputs,
    // What the file holds was held against the same schemas as the flags are.
    flags: { ...(Object.fromEntries(fromFile) as LoadFlags), ...flags },
  };
}

function noInput(pipeline: string | null): SluiceError {
  const hint =
    pipeline === null
      ? 'Name the files to load: sluice load orders.csv.'
      : 'Name the files to load in source.paths, or after the flags.';
  return new SluiceError('USAGE', 'No input is named.', { hint });
}
