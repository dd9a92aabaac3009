import type { Command } from 'commander';
import type { LoadRequest, ResolvedLoad } from '../config/pipeline/resolve-pipeline.js';

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
    .option('--print-plan', 'print all that the load goes by, and where each value comes from; load nothing');
}

/** Prints what a load would go by. */
export async function printPlan(
  request: LoadRequest,
  resolved: ResolvedLoad,
  { command, stdout, json }: { command: Command; stdout: NodeJS.WritableStream; json: boolean },
): Promise<void> {
  const [{ planSettings }, { planJson, planText }] = await Promise.all([
    import('../config/pipeline/plan-settings.js'),
    import('../config/pipeline/plan-text.js'),
  ]);
  const settings = planSettings(request, resolved, flagHelp(command));
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
