/** A share of a whole as people read it: `0 %`, `3.2 %`, `47 %`; never 0 or 100 when it is not quite. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  if (part === whole) return '100 %';
  const hundredths = (100 * part) / whole;
  if (hundredths < 0.1) return '<0.1 %';
  if (hundredths > 99.9) return '>99.9 %';
  return `${hundredths < 9.95 || hundredths >= 99.5 ? hundredths.toFixed(1) : hundredths.toFixed(0)} %`;
}
