import { SluiceError } from '../../errors/sluice-error.js';
import { NO_TRANSFORM, type TransformPlan } from '../../schema/transform/transform-plan.js';
import { readTransform } from '../transform/read-transform.js';
import { checkPipeline } from './check-pipeline.js';
import { commandPlans, type CommandPlans, type PipelineCommand } from './command-plans.js';
import { concernedSettings, mayBeUnresolved } from './concerned-keys.js';
import { databaseVariable } from './database-variable.js';
import type { ParsedPipeline } from './parse-pipeline.js';
import { fileSettings, type FileSettings } from './pipeline-flags.js';
import { keysByFlag, flagsByKey, PATHS_KEY } from './pipeline-keys.js';
import { pipelineName, readPipeline, type GivenPipeline } from './read-pipeline.js';
import { tellOrigins, type FileOrigins, type Told } from './tell-origins.js';

/** A command line, with the surroundings that have a say in it. */
export interface PipelineRequest<Command extends PipelineCommand = PipelineCommand> {
  readonly command: Command;
  /** The arguments; none leaves them to the file. */
  readonly inputs: readonly string[];
  /** The flags under their camel-case names. */
  readonly flags: CommandPlans[Command]['flags'];
  /** `--pipeline`, as typed, or the definition of one; null: there is none. */
  readonly pipeline: GivenPipeline | null;
  /** What the file holds. Default: it is read */
  readonly text?: string;
  /** The working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a command line and a pipeline file come to. */
export interface ResolvedPipeline<Plan> {
  readonly plan: Plan;
  /** What the file has settled: what no flag, argument or variable of the database stands before. */
  readonly settings: FileSettings;
  /** The file itself; null: there is none. */
  readonly file: ParsedPipeline | null;
  /** Words an error of the run in terms of the file. */
  readonly tell: <Failure extends Told>(failure: Failure) => Failure;
}

/**
 * Resolves a command line and its pipeline file into a plan. A flag comes before the environment, which names the
 * database, that before the file, and the file before what holds by default. Lists are replaced, not joined. Keys that
 * are no concern of the command are passed over.
 *
 * @throws SluiceError PIPELINE_INVALID for what is wrong in the file; USAGE for what is wrong with flags, or with the
 * two together.
 */
export async function resolvePipeline<Command extends PipelineCommand>(
  request: PipelineRequest<Command>,
): Promise<ResolvedPipeline<CommandPlans[Command]['plan']>> {
  const { transform, file, ...origins } = await readOrigins(request);
  const { inputs, flags } = merged(request, origins.settings);
  const tell = <Failure extends Told>(failure: Failure): Failure => ({ ...failure, ...tellOrigins(failure, origins) });
  if (inputs.length === 0) throw noInput(request);
  try {
    const plan = commandPlans[request.command].resolve(inputs, flags, transform);
    return { plan, settings: origins.settings, file, tell };
  } catch (error) {
    if (!(error instanceof SluiceError) || file === null) throw error;
    const { message, hint } = tellOrigins(error, origins);
    throw new SluiceError(error.code, message, { ...(hint === null ? {} : { hint }), cause: error });
  }
}

interface ReadOrigins extends FileOrigins {
  readonly file: ParsedPipeline | null;
  readonly transform: TransformPlan;
}

async function readOrigins(request: PipelineRequest): Promise<ReadOrigins> {
  const { inputs, flags, pipeline, text, cwd, env } = request;
  if (pipeline === null)
    return { name: '', settings: new Map(), secrets: new Set(), file: null, transform: NO_TRANSFORM };
  const passesOver = (key: string): boolean => mayBeUnresolved(key, request);
  const file = await readPipeline(pipeline, { cwd, env, passesOver, ...(text === undefined ? {} : { text }) });
  checkPipeline(file);
  const settings = new Map(concernedSettings(fileSettings(file), request));
  for (const flag of Object.keys(flags)) settings.delete(keysByFlag.get(flag) ?? '');
  if (inputs.length > 0) settings.delete(PATHS_KEY);
  if (databaseVariable(env) !== null) settings.delete('target.db');
  return { name: pipelineName(pipeline), settings, secrets: file.secrets, file, transform: readTransform(file) };
}

function merged<Command extends PipelineCommand>(
  { inputs, flags }: PipelineRequest<Command>,
  settings: FileSettings,
): Pick<PipelineRequest<Command>, 'inputs' | 'flags'> {
  const paths = settings.get(PATHS_KEY)?.value;
  const fromFile = [...settings].flatMap(([key, { value }]) => {
    const flag = flagsByKey.get(key);
    return flag === undefined ? [] : [[flag, value] as const];
  });
  return {
    inputs: inputs.length === 0 && Array.isArray(paths) ? (paths as string[]) : inputs,
    // What the file holds was held against the same schemas as the flags are.
    flags: { ...Object.fromEntries(fromFile), ...flags },
  };
}

function noInput({ command, pipeline }: PipelineRequest): SluiceError {
  const hint =
    pipeline === null
      ? `Name the files to ${command}: sluice ${command} orders.csv.`
      : `Name the files to ${command} in source.paths, or after the flags.`;
  return new SluiceError('USAGE', 'No input is named.', { hint });
}
