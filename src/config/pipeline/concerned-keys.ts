import { databaseVariable } from './database-variable.js';
import { commandPlans, type PipelineCommand } from './command-plans.js';
import type { FileSettings } from './pipeline-flags.js';
import { flagsByKey } from './pipeline-keys.js';

/** The command line that a pipeline file is read for. */
interface GivenCommand {
  readonly command: PipelineCommand;
  readonly flags: object;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Whether a key of the pipeline file may refer to what the environment does not have: one that is passed over, and the
 * database of a conversion, which only its lookups ask.
 *
 * @param key - Such as `target.mode`.
 */
export function mayBeUnresolved(key: string, given: Pick<GivenCommand, 'command' | 'flags'>): boolean {
  return isPassedOver(key, given) || (given.command === 'convert' && key === 'target.db');
}

/**
 * The settings of a file that concern a command. Those about the table are of no concern to a validation for which no
 * database is named: it does without.
 *
 * @param settings - All of the file, whatever stands before them.
 */
export function concernedSettings(settings: FileSettings, given: GivenCommand): FileSettings {
  const needsNoTable = given.command === 'validate' && !namesDatabase(settings, given);
  return new Map(
    [...settings].filter(([key]) => !isPassedOver(key, given) && !(needsNoTable && key.startsWith('target.'))),
  );
}

function namesDatabase(settings: FileSettings, { flags, env }: GivenCommand): boolean {
  const isGiven = ['db', 'table'].some((name) => Object.hasOwn(flags, name));
  return isGiven || settings.has('target.db') || databaseVariable(env) !== null;
}

/** Whether a command passes over a key: it has no flag for it, or has been told to do without a database. */
function isPassedOver(key: string, { command, flags }: Pick<GivenCommand, 'command' | 'flags'>): boolean {
  const [section] = key.split('.');
  if (section === 'target' && 'db' in flags && flags.db === false) return true;
  const flag = flagsByKey.get(key);
  return flag !== undefined && !Object.hasOwn(commandPlans[command].forms, flag);
}
