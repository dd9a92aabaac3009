import type { RecordReading } from './record-source.js';

/** A step of the pipeline wants no more records: reading may end. */
export function isEnough(program: RecordReading['program']): boolean {
  return program?.isEnough === true;
}

/**
 * How many records were read, when a step wants no more of them: the parser may have seen others, which it has not passed on.
 *
 * @returns Null: reading goes on, and the parser knows.
 */
export function givenRecords(program: RecordReading['program']): number | null {
  return program?.isEnough === true ? program.given : null;
}
