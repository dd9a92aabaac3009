/**
 * Tells by the first bytes of a source whether it is JSON, and of which kind. `ndjson` is an object a line; `json` is
 * all else: an array, an object over several lines, objects one after another.
 *
 * @param head - The source's first bytes, decoded to UTF-8; a few KiB do.
 * @returns Null when it is no JSON.
 */
export function detectJson(head: Buffer): 'ndjson' | 'json' | null {
  const text = head.toString('latin1').replace(/^(?:\u00ef\u00bb\u00bf)?[ \t\r\n]*/, '');
  if (/^\[\s*(?:["[\]{\d-]|true\b|false\b|null\b|$)/.test(text)) return 'json';
  if (!/^\{\s*(?:["}]|$)/.test(text)) return null;
  const [first, second] = text.split('\n', 2).map((line) => line.trim());
  if (second === undefined) return isObject(first) ? 'ndjson' : 'json';
  // The first record may be a broken one.
  const looksLikeLines = first.endsWith('}') && second.startsWith('{');
  return isObject(first) || looksLikeLines ? 'ndjson' : 'json';
}

function isObject(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
