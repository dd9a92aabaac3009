import { columnShapes } from './column-shapes.js';
import { meansNothing, shapeOf } from './field-shape.js';
import type { SurveyedField } from './survey.js';

/** Whether the first record is a header, and what shows it. */
export interface HeaderFinding {
  readonly hasHeader: boolean;
  /** The column that shows it, from 0; null when none does. */
  readonly column: number | null;
}

/**
 * Compares a first record with those after it. It is a header if in any column in which all others have a shape it has
 * none; it is a record if all such columns go on as they began. Where nothing tells, as in a file of text only, it is a
 * header, as most files have one.
 *
 * @param rows - The records as one reading has them, the first one first.
 */
export function detectHeader([first = [], ...others]: readonly (readonly SurveyedField[])[]): HeaderFinding {
  const shapes = columnShapes(others, first.length);
  let recordColumn: number | null = null;
  for (const [column, field] of first.entries()) {
    const shape = shapes[column];
    if (shape === null || meansNothing(field.text)) continue;
    if (shapeOf(field.text) !== shape) return { hasHeader: true, column };
    if (!isYearAbove(field.text, others, column)) recordColumn ??= column;
  }
  return { hasHeader: recordColumn === null, column: recordColumn };
}

const year = /^(?:19|20)\d\d$/;

/** Tables are often headed by years: one above numbers that are none tells nothing. */
function isYearAbove(text: string, rows: readonly (readonly SurveyedField[])[], column: number): boolean {
  return year.test(text) && !rows.some((row) => year.test(row[column]?.text ?? ''));
}
