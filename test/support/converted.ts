import type { Batch } from '../../src/batch/batch.js';
import type { ConvertedColumn, ConvertedKind } from '../../src/sinks/convert/converted-column.js';
import { CsvWriter } from '../../src/sinks/convert/csv-writer.js';
import { FieldReader } from '../../src/sinks/convert/field-reader.js';
import { NdjsonWriter } from '../../src/sinks/convert/ndjson-writer.js';
import { OutputChunks } from '../../src/sinks/convert/output-chunks.js';
import type { RecordWriter } from '../../src/sinks/convert/record-writer.js';

/** Columns `a`, `b`, … of these kinds. */
export function columnsOf(...kinds: readonly ConvertedKind[]): ConvertedColumn[] {
  return kinds.map((kind, index) => ({ name: String.fromCharCode(0x61 + index), kind }));
}

/** Batches as CSV with a header. */
export function toCsv(columns: readonly ConvertedColumn[], batches: readonly Batch[], delimiter = ','): string {
  return written(new CsvWriter(columns, { delimiter: delimiter.charCodeAt(0), header: true }), columns, batches);
}

/** Batches as NDJSON. */
export function toNdjson(columns: readonly ConvertedColumn[], batches: readonly Batch[]): string {
  return written(new NdjsonWriter(columns), columns, batches);
}

function written(writer: RecordWriter, columns: readonly ConvertedColumn[], batches: readonly Batch[]): string {
  const chunks = [writer.header];
  const output = new OutputChunks((chunk) => chunks.push(chunk));
  const fields = new FieldReader(columns);
  for (const batch of batches) {
    fields.turnTo(batch);
    for (let record = 0; record < batch.recordCount; record++) writer.write(fields, record, output);
    output.flush();
  }
  return Buffer.concat(chunks).toString();
}
