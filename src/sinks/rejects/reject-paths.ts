import { basename, extname, join } from 'node:path';

import type { SourceRef } from '../../batch/place.js';

/** The reject files of one source. */
export interface RejectPaths {
  /** The rejected records in the input's own form: `orders.rejects.csv`. */
  readonly records: string;
  /** One JSON object a fault: `orders.rejects.ndjson`. */
  readonly faults: string;
}

/** The longest base name in bytes: file systems allow 255 for all of it. */
const MAX_BASE_BYTES = 200;

/**
 * Names the reject files of a source: `data/orders.csv` gives `orders.rejects.csv` and `orders.rejects.ndjson`,
 * stdin gives `stdin.rejects.csv`. A source that is itself called `.ndjson` gives `orders.rejected.ndjson` for the
 * records, as the other name is taken. A name always grows, so a source in the same folder is never its own target.
 *
 * @param options - The folder, the source, and the records file's extension (default: the source's, else `csv`).
 */
export function rejectPaths(options: { folder: string; source: SourceRef; extension?: string }): RejectPaths {
  const name = options.source.name === '-' ? 'stdin' : basename(options.source.name);
  const base = join(options.folder, cutName(basename(name, extname(name))));
  const extension = (options.extension ?? extname(name).slice(1)) || 'csv';
  const faults = `${base}.rejects.ndjson`;
  const records = `${base}.rejects.${extension}`;
  return { records: records === faults ? `${base}.rejected.${extension}` : records, faults };
}

function cutName(name: string): string {
  let cut = Array.from(name);
  while (Buffer.byteLength(cut.join('')) > MAX_BASE_BYTES) cut = cut.slice(0, -1);
  return cut.join('');
}
