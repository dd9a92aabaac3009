import { basename, extname, join } from 'node:path';

import type { SourceRef } from '../../batch/place.js';

/** The reject files of one source. */
export interface RejectPaths {
  /** The rejected records in the input's own form: `orders.rejects.csv`. */
  readonly records: string;
  /** One JSON object a fault: `orders.rejects.ndjson`. */
  readonly faults: string;
}

/** A source that may have rejects. */
export interface RejectingSource {
  readonly source: SourceRef;
  /** The extension of a file of its records, without a dot, when the source's name has none of its own. */
  readonly extension: string;
}

/** The longest base name and extension in bytes: file systems allow 255 for all of it. */
const MAX_BASE_BYTES = 200;
const MAX_EXTENSION_BYTES = 20;

/**
 * Names the reject files of the sources of a run: `data/orders.csv.gz` gives `orders.rejects.csv` and
 * `orders.rejects.ndjson`, stdin gives `stdin.rejects.csv`. A source that is itself called `.ndjson` gives
 * `orders.rejected.ndjson` for the records, as the other name is taken. Of sources with the same name in several folders
 * the second gets `orders-2`, and so on; capitals don't tell two names apart, as there are file systems where they
 * don't. A name always grows, so a source in the same folder is never its own target.
 *
 * @returns One for each source, in the same order.
 */
export function rejectPaths(folder: string, sources: readonly RejectingSource[]): RejectPaths[] {
  const taken = new Set<string>();
  return sources.map(({ source, extension }) => {
    const name = fileName(source);
    const stem = notTaken(cutName(basename(name, extname(name)), MAX_BASE_BYTES), taken);
    return pathsOf(folder, stem, cutName(extname(name).slice(1), MAX_EXTENSION_BYTES) || extension);
  });
}

function pathsOf(folder: string, stem: string, extension: string): RejectPaths {
  const faults = `${stem}.rejects.ndjson`;
  const records = `${stem}.rejects.${extension}`;
  return {
    records: join(folder, records === faults ? `${stem}.rejected.${extension}` : records),
    faults: join(folder, faults),
  };
}

/** A source's name as that of a file, without the extension of a compression. */
function fileName({ name }: SourceRef): string {
  if (name === '-') return 'stdin';
  const path = URL_START.test(name) ? name.replace(/[?#].*$/s, '') : name;
  return basename(path).replace(COMPRESSION, '$1') || 'input';
}

const URL_START = /^https?:\/\//;
const COMPRESSION = /(.)\.(?:gz|bz2|zst|br|xz)$/i;

function notTaken(stem: string, taken: Set<string>): string {
  let free = stem;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${stem}-${count}`;
  taken.add(free.toLowerCase());
  return free;
}

function cutName(name: string, limit: number): string {
  let cut = Array.from(name);
  while (Buffer.byteLength(cut.join('')) > limit) cut = cut.slice(0, -1);
  return cut.join('');
}
