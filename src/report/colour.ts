import { styleText } from 'node:util';

/** Puts emphasis on a text for a terminal, or leaves it as it is. */
export type Painter = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red', text: string) => string;

/**
 * Colours are for a terminal whose user has not set `NO_COLOR` (https://no-color.org).
 *
 * @param stderr - The stream that the text goes to.
 * @param env - The environment.
 */
export function painterFor(stderr: NodeJS.WritableStream, env: NodeJS.ProcessEnv): Painter {
  const isTerminal = 'isTTY' in stderr && stderr.isTTY === true;
  const wanted = isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return wanted ? (style, text) => styleText(style, text, { validateStream: false }) : plain;
}

/** Leaves the text as it is. */
export const plain: Painter = (_style, text) => text;
