import { redactUrl } from './redact.js';

/**
 * Where an error came from, for whoever hunts a fault of Sluice itself: its stack and those of its causes.
 *
 * @param env - Nothing is told unless `SLUICE_DEBUG` is set in it.
 * @returns The text with a line end, or nothing.
 */
export function traceOf(error: unknown, env: NodeJS.ProcessEnv): string {
  if (!env['SLUICE_DEBUG'] || !(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `caused by ${traceOf(error.cause, env)}`;
  return `${redactUrl(error.stack ?? error.message)}\n${cause}`;
}
