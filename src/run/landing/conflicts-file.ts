import { resolve } from 'node:path';
import { SluiceError } from '../../errors/sluice-error.js';
import { printable } from '../../errors/printable.js';
import type { Client } from '../../postgres/client.js';
import { openConvertOutput, type ConvertOutput } from '../convert-output.js';
import type { Io } from '../io.js';
import type { RecordSource } from '../reading/record-source.js';
import type { Releasers } from '../releasers.js';
import type { Conflict } from './conflicts.js';
import { inputPlace } from './staged-record.js';

/** What the file of `--report-conflicts` is opened with. */
export interface ConflictsFileOptions {
  /** As typed. */
  readonly path: string;
  readonly io: Io;
  readonly releasers: Releasers;
  readonly inputs: readonly RecordSource[];
  /** Called when the file is in its place. */
  readonly onKept: () => void;
}

/**
 * Opens the file of `--report-conflicts`, which comes to its place only when it is whole.
 *
 * @throws SluiceError USAGE when it would take the place of an input; OUTPUT_FAILED when it can't be made.
 */
export async function openConflictsFile(options: ConflictsFileOptions): Promise<ConflictsFile> {
  const { path, io, releasers, inputs, onKept } = options;
  const absolute = resolve(io.cwd, path);
  if (inputs.some(({ source }) => resolve(io.cwd, source.ref.name) === absolute)) {
    const message = `--report-conflicts: ${printable(path, 200)} would take the place of an input.`;
    throw new SluiceError('USAGE', message, { hint: 'Name another file.' });
  }
  const output = await openConvertOutput(path, io, '--report-conflicts');
  releasers.defer(() => output.discard());
  return new ConflictsFile(output, { inputs, onKept });
}

/** One JSON object for each skipped record: `source, line, key, lostTo`. */
export class ConflictsFile {
  readonly #output: ConvertOutput;
  readonly #names: readonly string[];
  readonly #onKept: () => void;

  constructor(output: ConvertOutput, { inputs, onKept }: Pick<ConflictsFileOptions, 'inputs' | 'onKept'>) {
    this.#output = output;
    this.#onKept = onKept;
    this.#names = inputs.map(({ source }) => JSON.stringify(source.ref.name));
  }

  /**
   * Writes what a query for conflicts returns, and keeps the file; null: there was no conflict.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  async write(client: Client, sql: string | null): Promise<void> {
    if (sql !== null) {
      await client.query(`DECLARE sluice_conflicts NO SCROLL CURSOR FOR ${sql}`);
      for (let rows = await fetchSome(client); rows.length > 0; rows = await fetchSome(client)) {
        await this.#output.write(Buffer.from(rows.map((row) => this.#line(row)).join('')));
      }
      await client.query('CLOSE sluice_conflicts');
    }
    await this.#output.keep();
    this.#onKept();
  }

  #line({ place, line, key, winner, winnerLine }: Conflict): string {
    return `{"source":${this.#nameOf(place)},"line":${line},"key":${key ?? 'null'},"lostTo":${this.#lostTo(key, winner, winnerLine)}}\n`;
  }

  #lostTo(key: string | null, winner: string | null, line: number | null): string {
    if (winner !== null) return `{"source":${this.#nameOf(winner)},"line":${line}}`;
    return key === null ? 'null' : '"existing row"';
  }

  #nameOf(place: string): string {
    return this.#names[inputPlace(place).input - 1];
  }
}

async function fetchSome(client: Client): Promise<Conflict[]> {
  const { rows } = await client.query<Conflict>('FETCH 2000 FROM sluice_conflicts');
  return rows;
}
