import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordRange } from '../../sinks/copy/record-ranges.js';
import type { CommitRecord, LaneRanges, PartOfLoad } from './lane-transactions.js';

/**
 * The file that says which records are in when only some of the lanes have committed: one object on a line, `source`, `first`
 * and `last` (numbers of records, from 1). With `outcome` "unknown" the records of all lines with the same `lane` are in,
 * or none is. Records among them that were rejected are not in.
 *
 * It is there before the first commit and goes after the last: a process that is killed in between can't write it any more.
 */
export class PartlyCommittedFile implements CommitRecord {
  readonly #path: string;

  /** @param folder - That of the reject files. */
  constructor(folder: string) {
    this.#path = join(folder, `sluice-partly-committed-${process.pid}.ndjson`);
  }

  async begin(lanes: readonly LaneRanges[]): Promise<void> {
    await this.#write(lanes.flatMap(unknownLines));
  }

  async end(): Promise<void> {
    await rm(this.#path, { force: true }).catch(ignore);
  }

  async fail({ ranges, unknown }: PartOfLoad): Promise<string> {
    const lines = [...ranges.map((range) => JSON.stringify(named(range))), ...unknown.flatMap(unknownLines)];
    return (await this.#write(lines)) ? this.#path : lines.join(', ');
  }

  async #write(lines: readonly string[]): Promise<boolean> {
    return writeFile(this.#path, `${lines.join('\n')}\n`, { mode: 0o600 }).then(
      () => true,
      () => false,
    );
  }
}

function unknownLines({ lane, ranges }: LaneRanges): string[] {
  return ranges.map((range) => JSON.stringify({ ...named(range), lane, outcome: 'unknown' }));
}

function named({ source, first, last }: RecordRange): { source: string; first: number; last: number } {
  return { source: source.name, first, last };
}

function ignore(): void {
  // What is left of it then says too little, and nothing wrong.
}
