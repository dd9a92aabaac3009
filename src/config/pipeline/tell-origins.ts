import { printable } from '../../errors/printable.js';
import type { FileSettings } from './pipeline-flags.js';
import { keysByFlag } from './pipeline-keys.js';

/** What an error says. */
export interface Told {
  readonly message: string;
  readonly hint: string | null;
}

/** What came out of a pipeline file. */
export interface FileOrigins {
  /** The file, as typed. */
  readonly name: string;
  /** Those of its settings that hold; a flag or the environment may stand before one. */
  readonly settings: FileSettings;
  /** The values that came from the environment. */
  readonly secrets: ReadonlySet<string>;
}

/**
 * Words an error about flags for someone who has written a pipeline file: it names the key in place of the flag, with
 * its place, where the value is the file's; and it shows no value of the environment.
 */
export function tellOrigins({ message, hint }: Told, { name, settings, secrets }: FileOrigins): Told {
  const places: string[] = [];
  const told = message.replace(FLAG, (flag) => {
    const key = keyOf(flag);
    const setting = key === undefined ? undefined : settings.get(key);
    if (key === undefined || setting === undefined) return flag;
    places.push(setting.place);
    return key;
  });
  const flags = [...new Set(hint?.match(FLAG) ?? [])].filter((flag) => keyOf(flag) !== undefined);
  const keys = flags.map((flag) => `${flag} is ${keyOf(flag) ?? ''}`);
  const inFile = keys.length === 0 ? '' : ` In ${printable(name, 200)}, ${keys.join(', ')}.`;
  const hide = (text: string): string => withoutSecrets(text, secrets);
  return {
    message: hide(
      `${places
        .slice(0, 1)
        .map((place) => `${place}: `)
        .join('')}${told}`,
    ),
    hint: hint === null ? null : hide(hint + inFile),
  };
}

const FLAG = /(?<![\w-])--[a-z][a-z-]*[a-z]/g;

function keyOf(flag: string): string | undefined {
  const name = flag.replace(/^--(?:no-)?/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return keysByFlag.get(name);
}

/** Also where a message has escaped what is in it, or cut it off. */
function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  const longestFirst = [...secrets].filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((hidden, secret) => {
    const escaped = printable(secret, secret.length);
    return withoutBeginnings(hidden.replaceAll(secret, '***').replaceAll(escaped, '***'), escaped);
  }, text);
}

function withoutBeginnings(text: string, secret: string): string {
  return text.replace(/.+?…/gsu, (cut) => {
    const before = cut.slice(0, -1);
    for (let length = Math.min(secret.length, before.length); length >= LEAST_TELLING; length -= 1) {
      if (before.endsWith(secret.slice(0, length))) return `${before.slice(0, -length)}***…`;
    }
    return cut;
  });
}

/** Fewer characters of a secret may be any text, where a message was cut off within it. */
const LEAST_TELLING = 3;
