import type { TargetPlan } from '../config/target-plan.js';
import { DEFAULT_SHUTDOWN_SECONDS } from '../config/retry-plan.js';
import type { ReadingPlan } from '../config/reading-plan.js';
import type { Client } from '../postgres/client.js';
import { openDatabase, type Database } from '../postgres/database.js';
import { readDatesAs, readSession } from '../postgres/session.js';
import { dateOrders } from '../schema/spelling/date-spelling.js';
import { isNoTransform } from '../schema/transform/transform-plan.js';
import type { RunContext } from './run-context.js';
import type { Run } from './run.js';

/**
 * Opens the database of a run, which is let go of when the run ends, or is interrupted.
 *
 * @param shutdownSeconds - How long it may take to answer after an interrupt. Default: 10.
 * @throws SluiceError DATABASE_UNREACHABLE, EMBEDDED_MISSING, EMBEDDED_FAILED, USAGE
 */
export async function openRunDatabase(
  { db }: Pick<TargetPlan, 'db'>,
  { context, account, releasers, interrupt }: Run,
  shutdownSeconds = DEFAULT_SHUTDOWN_SECONDS,
): Promise<Database> {
  const { env, cwd, signal } = context.io;
  const database = await openDatabase({ db: db ?? undefined, env, cwd, signal, onNotice: context.notice });
  releasers.defer(() => database.close());
  interrupt.onInterrupt(() => breakOff(database, shutdownSeconds));
  account.database = database.label;
  return database;
}

/**
 * Sees whether the database of a plan answers.
 *
 * @throws SluiceError as {@link openRunDatabase}, DATABASE_LOST, DATABASE_REFUSED
 */
export async function probeDatabase({ db }: TargetPlan, { io, notice }: RunContext): Promise<void> {
  const { env, cwd, signal } = io;
  const database = await openDatabase({ db: db ?? undefined, env, cwd, signal, onNotice: notice });
  try {
    const client = await database.connect();
    await client.query('SELECT');
  } finally {
    await database.close();
  }
}

/** A connection that reads values as the inputs spell them. */
export async function connectFor({ spelling }: ReadingPlan, database: Database): Promise<Client> {
  const client = await database.connect();
  await readDatesAs(client, spelling.dateOrder);
  return client;
}

/**
 * Has expressions and rules read dates in the order in which the session will read them when they are loaded.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function learnDateOrder(
  client: Client,
  { plan, resources }: Pick<Run, 'plan' | 'resources'>,
): Promise<void> {
  if (resources.spelling.dateOrder !== null || isNoTransform(plan.transform)) return;
  const { dateOrder } = await readSession(client);
  const known = dateOrders.find((order) => order.toUpperCase() === dateOrder);
  // In this order they are read anyway.
  if (known !== undefined && known !== 'mdy') resources.spelling = { ...resources.spelling, dateOrder: known };
}

/** Asks the server to stop; if it does not answer in time, the connection is cut. */
function breakOff(database: Database, seconds: number): void {
  database.cancel();
  setTimeout(() => void database.close(), 1000 * seconds).unref();
}
