/**
 * UTF-16 or UTF-32 without a byte order mark, by where its zero bytes are: a text has line ends, delimiters and digits,
 * whose high bytes are zero, and almost no zero anywhere else.
 */
export function unicodeByZeros(bytes: Buffer): string | null {
  const zeros = [0, 0, 0, 0];
  const length = Math.min(bytes.length, 4096) & ~3;
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 3]++;
  const isZero = zeros.map((count) => (4 * count) / Math.max(1, length));
  const pattern = isZero.map((share) => (share > 0.2 ? 'z' : share < 0.02 ? '-' : '?')).join('');
  return zeroPatterns.get(pattern) ?? null;
}

const zeroPatterns = new Map([
  ['-z-z', 'utf-16le'],
  ['z-z-', 'utf-16be'],
  ['-zzz', 'utf-32le'],
  ['zzz-', 'utf-32be'],
]);
