import { readFile, stat } from 'node:fs/promises';

/** Whom a password is for, as the fields of a password file's line. */
export interface PasswordQuery {
  /** `localhost` also stands for the default unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * Looks up a password in libpq's password file (`.pgpass`).
 *
 * @param notify - Told when the file is passed over because others may read it.
 * @returns null when there is no file, or no line in it that fits.
 */
export async function findPassword(
  file: string,
  query: PasswordQuery,
  notify: (line: string) => void,
): Promise<string | null> {
  const state = await stat(file).catch(() => null);
  if (!state?.isFile()) return null;
  if (process.platform !== 'win32' && (state.mode & 0o077) !== 0) {
    notify(`the password file ${file} is ignored, because others may read it: run chmod 600 on it`);
    return null;
  }
  return matchPassword(await readFile(file, 'utf8').catch(() => ''), query);
}

/** Finds the first line that fits, in a password file's text. */
export function matchPassword(text: string, { host, port, database, user }: PasswordQuery): string | null {
  const wanted = [host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = entry.exec(line)?.slice(1).map(unescape);
    if (fields && wanted.every((value, i) => fields[i] === '*' || fields[i] === value)) return fields[4];
  }
  return null;
}

/** Four fields, each ended by a colon that no backslash escapes; the rest is the password. */
const entry = /^((?:[^:\\]|\\.)*):((?:[^:\\]|\\.)*):((?:[^:\\]|\\.)*):((?:[^:\\]|\\.)*):(.*)$/;

function unescape(field: string): string {
  return field.replace(/\\(.)/g, '$1');
}
