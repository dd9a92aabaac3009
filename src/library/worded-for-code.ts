/** What an error says. */
interface Told {
  readonly message: string;
  readonly hint: string | null;
}

/** Words an error about flags for someone who has written options: `--max-errors 10%` is `maxErrors 10%`. */
export function wordedForCode({ message, hint }: Told): Told {
  return { message: inOptions(message), hint: hint === null ? null : inOptions(hint) };
}

function inOptions(text: string): string {
  return text.replace(FLAG, (flag, name: string) => (name === 'help' ? flag : camelCase(name)));
}

const FLAG = /(?<![\w-])--([a-z][a-z-]*[a-z])/g;

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
