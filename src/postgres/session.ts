import type { SessionSettings } from '../schema/codecs/codec.js';
import { databaseError } from './errors.js';
import type { Client } from './client.js';

/**
 * Reads what of the session changes how Postgres reads text: one round trip.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function readSession(client: Pick<Client, 'query'>): Promise<SessionSettings> {
  const sql = `SELECT current_setting('TimeZone') AS "timeZone", current_setting('DateStyle') AS "dateStyle"`;
  try {
    const { rows } = await client.query<{ timeZone: string; dateStyle: string }>(sql);
    const [{ timeZone, dateStyle }] = rows;
    return { timeZone, dateOrder: dateOrderOf(dateStyle) };
  } catch (error) {
    throw databaseError(error);
  }
}

/**
 * Has the server read dates in an order: what the codecs leave to it must mean there what it means to them.
 *
 * @param order - Null: as the session has it.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function readDatesAs(
  client: Pick<Client, 'query'>,
  order: Lowercase<SessionSettings['dateOrder']> | null,
): Promise<void> {
  if (order === null) return;
  try {
    await client.query(`SET datestyle TO ISO, ${order.toUpperCase()}`);
  } catch (error) {
    throw databaseError(error);
  }
}

/** DateStyle is shown as `ISO, MDY`. */
function dateOrderOf(dateStyle: string): SessionSettings['dateOrder'] {
  const order = /\b(?:MDY|DMY|YMD)\b/.exec(dateStyle)?.[0];
  return (order ?? 'MDY') as SessionSettings['dateOrder'];
}
