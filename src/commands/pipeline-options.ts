import type { Command } from 'commander';
import type { CommandPlans, PipelineCommand } from '../config/pipeline/command-plans.js';
import type { PipelineRequest } from '../config/pipeline/resolve-pipeline.js';
import type { ResolvedRun } from '../library/resolve-run.js';
import type { CommandContext } from './command-context.js';
import { withoutOutput, type OutputFlags } from './output-options.js';

/** The flags that concern the pipeline file. */
export interface PipelineOptions {
  readonly pipeline?: string;
  readonly printPlan?: boolean;
}

/** Declares the flags about the pipeline file. */
export function addPipelineOptions(command: Command): void {
  command
    .optionsGroup('Pipeline file:')
    .option('--pipeline <file>', 'a .yaml, .json, .ts or .js file with inputs and flags; those given here come first')
    .option(
      '--print-plan',
      `print all that the ${command.name()} goes by, and where each value comes from; do nothing`,
    );
}

/** A command line that is to be resolved. */
export interface CommandLine<Name extends PipelineCommand> {
  readonly name: Name;
  readonly inputs: string[];
  readonly flags: CommandPlans[Name]['flags'] & OutputFlags & PipelineOptions;
  readonly command: Command;
}

/**
 * Resolves a command line, and the pipeline file if one is given, into a plan. What resolving needs is imported here and
 * not above: `sluice --version` must not wait for it.
 *
 * @returns Null when the plan was to be printed, which is done then.
 */
export async function resolveCommand<Name extends PipelineCommand>(
  { name, inputs, flags: given, command }: CommandLine<Name>,
  { io }: CommandContext,
): Promise<ResolvedRun<CommandPlans[Name]['plan']> | null> {
  const { pipeline = null, printPlan: isPlanWanted, ...others } = given;
  const flags = withoutOutput(others as OutputFlags) as CommandPlans[Name]['flags'];
  if (pipeline === null && inputs.length === 0 && isPlanWanted !== true)
    command.error("error: missing required argument 'input'", { exitCode: 2 });
  const request = { command: name, inputs, flags, pipeline, cwd: io.cwd, env: io.env };
  if (isPlanWanted === true) {
    await printPlan(request, { command, stdout: io.stdout, json: given.json === true });
    return null;
  }
  const { resolveRun } = await import('../library/resolve-run.js');
  return resolveRun(request);
}

async function printPlan(
  request: PipelineRequest,
  { command, stdout, json }: { command: Command; stdout: NodeJS.WritableStream; json: boolean },
): Promise<void> {
  const [{ resolvePipeline }, { planSettings }, { planJson, planText }] = await Promise.all([
    import('../config/pipeline/resolve-pipeline.js'),
    import('../config/pipeline/plan-settings.js'),
    import('../config/pipeline/plan-text.js'),
  ]);
  const settings = planSettings(request, await resolvePipeline(request), flagHelp(command));
  stdout.write(json ? planJson(settings) : planText(settings));
}

/** What `--help` says of each flag, by its camel-case name, and of the arguments, as `paths`. */
export function flagHelp(command: Command): ReadonlyMap<string, string> {
  const flags = command.options.filter(({ negate }) => !negate);
  return new Map([
    ['paths', command.registeredArguments[0]?.description ?? ''],
    ...flags.map((flag) => [flag.attributeName(), flag.description] as const),
  ]);
}
