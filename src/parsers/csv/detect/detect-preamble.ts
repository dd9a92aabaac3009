import { detectHeader } from './detect-header.js';
import { shapeOf } from './field-shape.js';
import type { Rating } from './rate-reading.js';
import type { SurveyedRecord } from './survey.js';

/**
 * Counts the physical lines before the header, or before the first record: titles and notes that reports begin with. Of
 * such a line, no more than one field has text; or two, a name and its value, above a table of five columns or more. A
 * first line of another kind is left where it is, even if its number of fields is not that of the others: what is wrong
 * with it is then said, instead of the line being lost.
 */
export function detectPreamble({ records, width }: Rating): number {
  const head = records.filter((record) => record.inHead);
  const first = head.findIndex((record) => !isNote(record, width));
  if (first <= 0) return 0;
  // Padded with delimiters, a note looks like a record that is mostly empty; above a header it is none.
  const isPadded = head.slice(0, first).some((record) => record.width === width);
  return isPadded && !isHeader(head.slice(first), width) ? 0 : head[first].line;
}

/** Of two columns, one may have an empty name: so what follows must be seen to be a header, by a column below it. */
function isHeader(head: readonly SurveyedRecord[], width: number): boolean {
  if (width === 2) {
    const { hasHeader, column } = detectHeader(
      head.filter((record) => record.width === width).map(({ fields }) => fields),
    );
    return hasHeader && column !== null;
  }
  return head[0].fields.every(({ text }) => shapeOf(text) === null);
}

/** A table this wide has names and values above it. */
const WIDE = 5;

function isNote({ fields, width: own }: SurveyedRecord, width: number): boolean {
  const filled = fields.filter(({ text }) => text.trim() !== '').length;
  if (own === 0) return false;
  if (own !== width) return width >= 2 && filled <= (width >= WIDE ? 2 : 1) && own <= width;
  return width >= 2 && filled <= 1;
}
