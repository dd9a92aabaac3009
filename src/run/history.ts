import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { Client } from '../postgres/client.js';
import { listRuns, readRun } from '../postgres/ledger/history.js';
import { hasLedger } from '../postgres/ledger/open-ledger.js';
import { renderRun, renderRuns } from '../report/history.js';
import type { Io } from './io.js';
import { useDatabase } from './use-database.js';
import { writeData } from './write-data.js';

/** What `sluice history` was asked. */
export interface HistoryRequest {
  /** The number of a run, as it was typed; undefined: the latest ones. */
  readonly run?: string | undefined;
  /** The flag `--db`. */
  readonly db?: string | undefined;
  /** Print JSON instead of tables. */
  readonly json?: boolean | undefined;
}

/**
 * Prints what the ledger of the configured database has: its latest runs, or one with its sources. Changes nothing.
 *
 * @param notice - Takes lines for a person to read.
 * @throws SluiceError USAGE when there is no such run; of the connection; LEDGER_NEWER, DATABASE_REFUSED, DATABASE_LOST,
 *   OUTPUT_FAILED.
 */
export async function runHistory(
  { run, db, json = false }: HistoryRequest,
  io: Io,
  notice: (line: string) => void,
): Promise<void> {
  const number = run === undefined ? null : runNumber(run);
  await useDatabase({ db, io, notice }, async (client, { label }) => {
    const isThere = await hasLedger(client);
    if (!isThere) notice(`${label} has no ledger: nothing was loaded with --resumable or --once`);
    const text = isThere ? await textOf(client, number, json) : json ? '[]' : '';
    if (text !== '') await writeData(io.stdout, `${text}\n`);
  });
}

async function textOf(client: Client, number: number | null, json: boolean): Promise<string> {
  if (number === null) {
    const runs = await listRuns(client);
    return json ? JSON.stringify(runs) : renderRuns(runs);
  }
  const found = await readRun(client, number);
  if (found === null) throw unknownRun(String(number));
  return json ? JSON.stringify(found) : renderRun(found);
}

function runNumber(text: string): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(number)) throw unknownRun(text);
  return number;
}

function unknownRun(text: string): SluiceError {
  return new SluiceError('USAGE', `The ledger has no run ${printable(text)}.`, {
    hint: 'sluice history without a number lists the runs.',
  });
}
