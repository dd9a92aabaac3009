import type { TargetPlan } from '../config/target-plan.js';
import type { ReadingPlan } from '../config/reading-plan.js';
import type { Client } from '../postgres/client.js';
import { openDatabase, type Database } from '../postgres/database.js';
import { readDatesAs } from '../postgres/session.js';
import type { Run } from './run.js';

/**
 * Opens the database of a run, which is let go of when the run ends, or is interrupted.
 *
 * @throws SluiceError DATABASE_UNREACHABLE, EMBEDDED_MISSING, EMBEDDED_FAILED, USAGE
 */
export async function openRunDatabase(
  { db }: TargetPlan,
  { context, account, releasers, interrupt }: Run,
): Promise<Database> {
  const { env, cwd, signal } = context.io;
  const database = await openDatabase({ db: db ?? undefined, env, cwd, signal, onNotice: context.notice });
  releasers.defer(() => database.close());
  interrupt.onInterrupt(() => breakOff(database));
  account.database = database.label;
  return database;
}

/** A connection that reads values as the inputs spell them. */
export async function connectFor({ spelling }: ReadingPlan, database: Database): Promise<Client> {
  const client = await database.connect();
  await readDatesAs(client, spelling.dateOrder);
  return client;
}

/** How long the server may take to answer after an interrupt, in milliseconds. */
const SERVER_GRACE_MS = 3000;

/** Asks the server to stop; if it does not answer in time, the connection is cut. */
function breakOff(database: Database): void {
  database.cancel();
  setTimeout(() => void database.close(), SERVER_GRACE_MS).unref();
}
