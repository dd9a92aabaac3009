import type { Duration } from '@marcbachmann/cel-js/evaluator';

/** A length of time as PostgreSQL reads an interval: `90.5 seconds`, to the microsecond. */
export function durationText({ seconds, nanos }: Pick<Duration, 'seconds' | 'nanos'>): string {
  const micros = seconds * MICROS + BigInt(Math.trunc(nanos / 1000));
  const size = micros < 0n ? -micros : micros;
  const fraction =
    size % MICROS === 0n
      ? ''
      : `.${String(size % MICROS)
          .padStart(6, '0')
          .replace(/0+$/, '')}`;
  return `${micros < 0n ? '-' : ''}${size / MICROS}${fraction} seconds`;
}

const MICROS = 1_000_000n;
