import { isUtf8 } from 'node:buffer';
import { moveRecord, placeOf, rawRecord, type Batch } from '../../batch/batch.js';
import type { Fault, FaultKind } from '../../batch/faults.js';
import { FieldValues } from '../../batch/field-values.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import { isUtf8Batch } from './safe-text.js';
import type { PromptStep } from './step.js';

/**
 * The step that keeps what is no UTF-8 from an output that must be: a record with such a value moves to the batch's
 * rejected ones, with every fault in it. The encoder of a load finds these faults by itself, among all others.
 *
 * @param names - The names of the record's fields.
 */
export function rejectBadText(names: readonly string[]): PromptStep {
  const kinds = names.map(invalidUtf8);
  return (batch) => {
    if (isUtf8Batch(batch)) return batch;
    let kept = 0;
    for (let record = 0; record < batch.recordCount; record++) {
      const faults = isUtf8(rawRecord(batch, record)) ? [] : faultsOf(batch, record, kinds);
      if (faults.length > 0)
        batch.rejected.push({ place: placeOf(batch, record), raw: rawRecord(batch, record), faults });
      else if (kept++ !== record) moveRecord(batch, record, kept - 1);
    }
    batch.recordCount = kept;
    batch.rejected.sort((one, other) => one.place.ordinal - other.place.ordinal);
    return batch;
  };
}

function faultsOf(batch: Batch, record: number, kinds: readonly FaultKind[]): Fault[] {
  const faults: Fault[] = [];
  for (const [column, kind] of kinds.entries()) {
    // A reader for each, as the values of a record are told together.
    const value = new FieldValues().of(batch, record * batch.width + column);
    if (value !== null && !isUtf8(value)) faults.push({ kind, value });
  }
  return faults;
}
