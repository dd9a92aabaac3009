import { z } from 'zod';
import { printable } from '../../errors/printable.js';
import { redactUrl } from '../../errors/redact.js';
import { databaseVariable } from './database-variable.js';
import { unwrapped } from './flag-form.js';
import type { FlagValue } from './pipeline-flags.js';
import { flagsByKey, keysByFlag, PATHS_KEY } from './pipeline-keys.js';
import { commandPlans } from './command-plans.js';
import { recordSettings } from './record-settings.js';
import type { PipelineRequest, ResolvedPipeline } from './resolve-pipeline.js';

/** One value of a plan, and where it comes from. */
export interface PlanSetting {
  /** Such as `target.table`. */
  readonly key: string;
  /** As it may be shown: printable, without passwords and without values of the environment. */
  readonly value: FlagValue;
  /** `orders.sluice.yaml:4:10`, `--table`, `DATABASE_URL`, `command line` or `default`. */
  readonly origin: string;
}

/**
 * Lists all that a command goes by, in the order of the sections; last comes what has a flag and no key.
 *
 * @param help - What `--help` says of each flag, by its camel-case name; it tells the defaults.
 */
export function planSettings(
  request: PipelineRequest,
  resolved: Pick<ResolvedPipeline<unknown>, 'settings' | 'file'>,
  help: ReadonlyMap<string, string>,
): PlanSetting[] {
  const { forms } = commandPlans[request.command];
  const settled = (key: string): PlanSetting => {
    const { value, origin } =
      fromFile(key, resolved) ?? given(key, request) ?? byDefault(flagsByKey.get(key) ?? key, forms, help);
    return { key, value: showable(value), origin };
  };
  const keys = [PATHS_KEY, ...[...flagsByKey].flatMap(([key, flag]) => (Object.hasOwn(forms, flag) ? [key] : []))];
  const records = recordSettings(resolved.file, request.flags);
  const keyless = Object.keys(forms).filter((flag) => !keysByFlag.has(flag) && !RECORD_FLAGS.has(flag));
  const isFirst = (key: string): boolean => key.startsWith('source.');
  return [
    ...keys.filter(isFirst).map(settled),
    ...records.map((one) => ({ ...one, value: showable(one.value) })),
    ...keys.filter((key) => !isFirst(key)).map(settled),
    ...keyless.map(settled),
  ];
}

/** What {@link recordSettings} lists. */
const RECORD_FLAGS = new Set(['where', 'set']);

type Settled = Omit<PlanSetting, 'key'>;

function fromFile(key: string, { settings }: Pick<ResolvedPipeline<unknown>, 'settings'>): Settled | null {
  const setting = settings.get(key);
  return setting === undefined ? null : { value: setting.shown, origin: setting.place };
}

function given(key: string, { inputs, flags, env }: PipelineRequest): Settled | null {
  if (key === PATHS_KEY) return { value: inputs, origin: 'command line' };
  const flag = flagsByKey.get(key) ?? key;
  const value = (flags as Record<string, unknown>)[flag];
  if (value !== undefined) return { value: asFlagValue(value), origin: spelled(flag, value === false) };
  const variable = flag === 'db' ? databaseVariable(env) : null;
  return variable === null ? null : { value: '***', origin: variable };
}

function asFlagValue(value: unknown): FlagValue {
  if (typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String) : String(value);
}

function spelled(flag: string, isNegated: boolean): string {
  const words = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${isNegated ? 'no-' : ''}${words}`;
}

/** Of a flag; the arguments, which have none, go by their key. */
function byDefault(
  flag: string,
  forms: Readonly<Record<string, z.ZodType>>,
  help: ReadonlyMap<string, string>,
): Settled {
  const value =
    flag === PATHS_KEY ? [] : (ownDefaults[flag] ?? defaultOf(unwrapped(forms[flag]), help.get(flag) ?? ''));
  return { value, origin: 'default' };
}

function defaultOf(form: z.ZodType, help: string): FlagValue {
  if (form instanceof z.ZodBoolean) return false;
  if (form instanceof z.ZodArray) return [];
  return /\bdefault: (.*?)\)?$/.exec(help)?.[1] ?? 'none';
}

/** Where the help of the flag doesn't say it, or says more than it is here. */
const ownDefaults: Readonly<Partial<Record<string, string>>> = {
  db: 'the embedded PostgreSQL in .sluice/',
  jobs: '1 input at a time; 2 connections where the table suits',
  ...Object.fromEntries(
    ['delimiter', 'quote', 'escape', 'comment', 'lineEnd', 'skipLines', 'header'].map((flag) => [flag, 'detected']),
  ),
  ...Object.fromEntries(
    ['setRole', 'searchPath', 'statementTimeout', 'lockTimeout'].map((flag) => [flag, 'as the session has it']),
  ),
};

function showable(value: FlagValue): FlagValue {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? shown(value) : value.map(shown);
}

/** Of a URL that is read, what follows the path may hold a signature that is as good as a password. */
function shown(text: string): string {
  const masked = text.replace(/^(https?:\/\/)(?:[^/?#]*@)?([^?#]*)(\?)?.*$/is, '$1$2$3').replace(/\?$/, '?***');
  return printable(redactUrl(/^https?:/i.test(text) ? masked : text), MOST_SHOWN);
}

const MOST_SHOWN = 1000;
