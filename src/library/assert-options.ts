import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { RunListeners } from './run-events.js';
import type { RunOptions } from './run-options.js';

/**
 * Refuses options that are of another type than theirs, where they would be passed over without a word or fail later: callers in JavaScript have
 * no compiler that tells them.
 *
 * @throws SluiceError USAGE
 */
export function assertOptions(options: unknown): asserts options is object {
  if (!isObject(options)) throw wrong('The options', 'an object', options);
  for (const [name, { takes, fits }] of Object.entries(forms)) {
    const value: unknown = Reflect.get(options, name);
    if (value !== undefined && !fits(value)) throw wrong(name, takes, value);
  }
  for (const [event, listener] of Object.entries((options as RunOptions).on ?? {}) as [string, unknown][]) {
    if (!Object.hasOwn(events, event)) throw noEvent(event);
    if (listener !== undefined && typeof listener !== 'function') throw wrong(`on.${event}`, 'a function', listener);
  }
}

/** Options that no schema of a flag looks at. */
const forms: Readonly<Record<string, { readonly takes: string; readonly fits: (value: unknown) => boolean }>> = {
  inputs: {
    takes: 'a text or a list of texts',
    fits: (value) => [value].flat().every((item) => typeof item === 'string'),
  },
  pipeline: {
    takes: 'a path, or what definePipeline returns',
    fits: (value) => value === null || typeof value === 'string' || isObject(value),
  },
  cwd: { takes: 'a path', fits: (value) => typeof value === 'string' },
  env: { takes: 'an object', fits: isObject },
  signal: { takes: 'an AbortSignal', fits: (value) => isObject(value) && 'aborted' in value },
  on: { takes: 'an object of functions', fits: isObject },
};

const events: Readonly<Record<keyof RunListeners, true>> = {
  progress: true,
  reject: true,
  notice: true,
  restart: true,
};

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(name: string, takes: string, value: unknown): SluiceError {
  const given = value === null ? 'null' : Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
  return new SluiceError('USAGE', `${name}: takes ${takes}; what was given is ${given}.`, { hint: HINT });
}

function noEvent(event: string): SluiceError {
  return new SluiceError('USAGE', `on has no ${printable(event)}.`, {
    hint: `It has ${Object.keys(events).join(', ')}.`,
  });
}

const HINT = 'docs/library.md lists the options and what they take.';
