/** A text after its references to the environment are resolved. */
export interface ResolvedText {
  readonly value: string;
  /** The text with `***` in place of each value. */
  readonly shown: string;
  /** The values that were put in. */
  readonly secrets: readonly string[];
  /** What is wrong with a reference, such as `the environment has no SALES_DB`; null: nothing. */
  readonly fault: string | null;
}

/**
 * Puts the values of environment variables in place of `${NAME}`; `$${` stands for `${`.
 *
 * @param env - A variable that is set but empty counts as set.
 */
export function resolveReferences(text: string, env: NodeJS.ProcessEnv): ResolvedText {
  const secrets: string[] = [];
  let fault: string | null = null;
  const shown = text.replace(REFERENCE, (whole) => (whole === ESCAPED ? '${' : '***'));
  const value = text.replace(REFERENCE, (whole, name: string | undefined) => {
    if (whole === ESCAPED) return '${';
    const found = name !== undefined && Object.hasOwn(env, name) ? env[name] : undefined;
    if (found === undefined) fault ??= name === undefined ? MALFORMED : `the environment has no ${name}`;
    else secrets.push(found);
    return found ?? '';
  });
  return { value, shown, secrets, fault };
}

const ESCAPED = '$${';

/** The escape, a reference, or the beginning of one that is none. */
const REFERENCE = /\$\$\{|\$\{(?:([A-Za-z_]\w*)\})?/g;

const MALFORMED = '${ is to be followed by the name of a variable and }; write $${ for a ${ that is meant as it is';
