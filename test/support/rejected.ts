import type { Fault, FaultKind, RejectedRecord } from '../../src/batch/faults.js';

/** A fault kind of the validate stage, with what a test does not care about filled in. */
export function faultKind(kind: Partial<FaultKind> = {}): FaultKind {
  return {
    stage: 'validate',
    column: 'amount',
    code: 'invalid',
    message: 'not a numeric(12,2)',
    hint: null,
    sqlstate: '22P02',
    ...kind,
  };
}

/** A rejected record of `orders.csv` in line `line`, with one fault unless others are given. */
export function rejectedRecord(
  line: number,
  options: { raw?: Buffer; faults?: readonly Fault[]; source?: string } = {},
): RejectedRecord {
  const { raw = Buffer.from('1,"12,50"'), faults = [{ kind: faultKind(), value: Buffer.from('12,50') }] } = options;
  const source = { name: options.source ?? 'orders.csv' };
  return { place: { source, ordinal: line - 1, line, byteOffset: 100 * line }, raw, faults };
}
