import { type Batch, FieldForm, NULL_START, PLACE_SIZE } from '../../src/batch/batch.js';

/**
 * A batch as the CSV parser would make it of these rows, at least one and all as long as the first: values are quoted
 * where CSV needs it; null is the empty field.
 */
export function batchOf(rows: readonly (readonly (string | null)[])[]): Batch {
  const width = rows[0].length;
  const spans: number[] = [];
  const forms: number[] = [];
  const places: number[] = [];
  let text = Buffer.alloc(0);
  let line = 0;
  for (const [record, row] of rows.entries()) {
    const start = text.length;
    for (const value of row) {
      const written = writeField(value);
      spans.push(value === null ? NULL_START : text.length + written.before);
      spans.push(text.length + written.bytes.length - written.before);
      forms.push(written.form);
      text = Buffer.concat([text, written.bytes, Buffer.from(',')]);
    }
    text[text.length - 1] = 0x0a;
    places.push(start, text.length - 1, record, line);
    line += row.join('').split('\n').length;
  }
  if (places.length !== PLACE_SIZE * rows.length) throw new Error('The layout of places has changed.');
  return {
    source: { name: 'test.csv' },
    width,
    quote: 0x22,
    recordCount: rows.length,
    rejected: [],
    bytes: text,
    usedBytes: text.length,
    hasMadeValues: false,
    spans: Int32Array.from(spans),
    forms: Uint8Array.from(forms),
    places: Int32Array.from(places),
    byteOffset: 0,
    firstOrdinal: 1,
    firstLine: 1,
  };
}

/** A field's bytes, how many of them stand before the value (and after it), and what is to be done to read it. */
function writeField(value: string | null): { bytes: Buffer; before: number; form: number } {
  if (value === null) return { bytes: Buffer.alloc(0), before: 0, form: FieldForm.plain };
  if (value !== '' && !/[",\r\n]/.test(value)) return { bytes: Buffer.from(value), before: 0, form: FieldForm.plain };
  const form = value.includes('"') ? FieldForm.doubledQuotes : FieldForm.plain;
  return { bytes: Buffer.from(`"${value.replaceAll('"', '""')}"`), before: 1, form };
}
