/**
 * Tells by the first bytes of a source whether it is JSON, and of which kind. `ndjson` is an object a line; `json` is
 * all else: an array, an object over several lines, objects one after another.
 *
 * @param head - The source's first bytes, decoded to UTF-8; a few KiB do.
 * @returns Null when it is no JSON.
 */
export function detectJson(head: Buffer): 'ndjson' | 'json' | null {
  const text = textOf(head);
  if (/^\[\s*(?:["[\]{\d-]|true\b|false\b|null\b|$)/.test(text)) return 'json';
  if (!/^\{\s*(?:["}]|$)/.test(text)) return null;
  const [first, second] = text.split('\n', 2).map((line) => line.trim());
  if (second === undefined) return isJson(first) ? 'ndjson' : 'json';
  // The first record may be a broken one.
  const looksLikeLines = first.endsWith('}') && second.startsWith('{');
  return isJson(first) || looksLikeLines ? 'ndjson' : 'json';
}

/**
 * Tells whether what is called JSON but doesn't begin as JSON does is yet meant to be: a comment or a broken record may
 * stand first (`// from the API`, `{'id': 1}`), or there is a lone value (`null`). Else the name may be wrong.
 */
export function isMeantAsJson(head: Buffer): boolean {
  const text = textOf(head);
  return /^[ \t]*(?:[[{]|\/[/*])/m.test(text) || isJson(text);
}

function textOf(head: Buffer): string {
  return head.toString('latin1').replace(/^(?:\u00ef\u00bb\u00bf)?[ \t\r\n]*/, '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
