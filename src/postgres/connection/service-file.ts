import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Keywords } from './keywords.js';

/** Where service files may lie. */
export interface ServiceFilePlaces {
  /** The file that `servicefile` or PGSERVICEFILE names; default: `.pg_service.conf` in the home folder. */
  readonly file?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * Reads a service's parameters from libpq's service files: first the user's, then the machine's.
 *
 * @throws SluiceError USAGE when no file defines the service, or when its definition can't be read.
 */
export async function readService(service: string, places: ServiceFilePlaces): Promise<Keywords> {
  for (const file of filesOf(places)) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const found = parseServiceFile(text, service, file);
    if (found) return found;
  }
  throw new SluiceError('USAGE', `No service file defines the service "${printable(service)}".`, {
    hint: `Looked in ${filesOf(places).join(', ')}; PGSERVICEFILE can name another file.`,
  });
}

/**
 * Finds one section in a service file's text.
 *
 * @param file - The file's name, for messages.
 * @returns null when the section isn't there; of two with the same name the first counts.
 * @throws SluiceError USAGE
 */
function parseServiceFile(text: string, service: string, file: string): Keywords | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const start = lines.indexOf(`[${service}]`);
  if (start < 0) return null;
  const found = new Map<string, string>();
  for (const [index, line] of lines.slice(start + 1).entries()) {
    if (line.startsWith('[')) break;
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    if (equals < 0) throw malformed(file, start + index + 2);
    found.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return found;
}

function filesOf({ file, env, home }: ServiceFilePlaces): string[] {
  const machine = env['PGSYSCONFDIR'] ? [env['PGSYSCONFDIR']] : ['/etc/postgresql-common', '/etc'];
  return [file ?? join(home, '.pg_service.conf'), ...machine.map((folder) => join(folder, 'pg_service.conf'))];
}

function malformed(file: string, line: number): SluiceError {
  return new SluiceError('USAGE', `Line ${line} of the service file ${file} is not of the form keyword=value.`, {
    hint: 'Correct the line, or remove it.',
  });
}
