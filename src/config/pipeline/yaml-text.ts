import { Scalar, stringify } from 'yaml';

/**
 * A text as one word of YAML, that may stand anywhere: as a key, in a list, or in a mapping of one line. Control
 * characters are escaped, so no text can end what it stands in.
 */
export function yamlText(text: string): string {
  const isPlain =
    /^[\p{L}_][\p{L}\p{M}\p{N}_./-]*(?: [\p{L}\p{M}\p{N}_./-]+)*$/u.test(text) && stringify(text) === `${text}\n`;
  if (isPlain && !SPOKEN.test(text)) return text;
  const quoted = new Scalar(text);
  quoted.type = Scalar.QUOTE_DOUBLE;
  return stringify(quoted, { lineWidth: 0, doubleQuotedAsJSON: true }).trimEnd().replace(UNSEEN, escapedCharacter);
}

/** Texts in YAML 1.1, which other programs may read this with, that are no texts there. */
const SPOKEN = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

/** What the package leaves as it is, and a terminal or an editor may not. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;

function escapedCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A text as a value of a pipeline file, in which `${` must not refer to the environment. */
export function yamlValue(text: string): string {
  return yamlText(text.replaceAll('${', () => '$${'));
}

/**
 * A text of several lines as a block that keeps them, where it can be one.
 *
 * @param indent - Before each line.
 * @returns What follows the key and its blank.
 */
export function yamlBlock(text: string, indent: string): string {
  const isBlock = /^(?:[^\s\p{C}\u2028\u2029][^\p{C}\u2028\u2029]*\n)+$/u.test(text);
  if (!isBlock) return yamlText(text);
  const lines = text.slice(0, -1).split('\n');
  return ['|', ...lines.map((line) => `${indent}${line}`)].join('\n');
}
