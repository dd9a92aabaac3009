import { meansNothing, shapeOf, type FieldShape } from './field-shape.js';
import type { SurveyedField } from './survey.js';

/** For each column the shape that all its values have; null if they have none, or several, or there are none. */
export function columnShapes(rows: readonly (readonly SurveyedField[])[], width: number): (FieldShape | null)[] {
  return Array.from({ length: width }, (_, column) => commonShape(rows, column));
}

function commonShape(rows: readonly (readonly SurveyedField[])[], column: number): FieldShape | null {
  let common: FieldShape | null = null;
  for (const row of rows) {
    const text = row[column]?.text ?? '';
    if (meansNothing(text)) continue;
    const shape = shapeOf(text);
    if (shape === null || (common !== null && shape !== common)) return null;
    common = shape;
  }
  return common;
}
