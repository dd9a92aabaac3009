/** The first offset in `bytes[start..end)` that holds no decimal digit, or `end`. */
export function skipDigits(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] >= DIGIT_0 && bytes[at] <= DIGIT_9) at++;
  return at;
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
