import type { Client } from '../../postgres/client.js';
import { rowRefusal, type ServerError } from '../../sinks/copy/row-refusal.js';

/** What became of rows that were merged one by one. */
export interface EachMerged {
  /** How many rows Postgres inserted or updated. */
  readonly merged: number;
  /** In their order. */
  readonly refused: readonly { readonly n: number; readonly error: ServerError }[];
}

/** Rows that are to be merged one by one. */
export interface EachOptions {
  /** The statement that merges the row whose number is in the SQL variable `sluice.candidate`. */
  readonly statement: string;
  /** The numbers: from the one after `from` to `to`. */
  readonly from: number;
  readonly to: number;
}

/**
 * Merges rows one by one, each in a subtransaction of its own, in one round trip: a loop in PL/pgSQL goes through a row in
 * the time that a statement from here takes for the hundredth part of one.
 *
 * @param client - In a transaction.
 * @throws The error of the first row that was not refused for a fault of its own: a lock, a full disk.
 */
export async function mergeEach(client: Client, options: EachOptions): Promise<EachMerged> {
  const text = `DO LANGUAGE plpgsql ${client.escapeLiteral(loop(options))}; SELECT current_setting('sluice.outcome') AS outcome`;
  const [, { rows }] = (await client.query(text)) as unknown as readonly { readonly rows: { outcome: string }[] }[];
  const { merged, refused } = JSON.parse(rows[0].outcome) as Outcome;
  return { merged, refused: refused.map(({ n, ...said }) => ({ n, error: refusalOf(said) })) };
}

/** Names of variables must not get in the way of the columns in the statement. */
function loop({ statement, from, to }: EachOptions): string {
  return `
    #variable_conflict use_column
    <<sluice>>
    DECLARE
      candidate int8; counted int8; merged int8 := 0; refused jsonb := '[]';
      code text; message text; detail text; hint text; restriction text; part text;
    BEGIN
      FOR step IN 1..${to - from} LOOP
        candidate := ${from} + step;
        BEGIN
          ${statement};
          GET DIAGNOSTICS counted = ROW_COUNT;
          merged := sluice.merged + sluice.counted;
        EXCEPTION WHEN OTHERS THEN
          GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
            hint = PG_EXCEPTION_HINT, restriction = CONSTRAINT_NAME, part = COLUMN_NAME;
          refused := sluice.refused || jsonb_build_object('n', sluice.candidate, 'code', sluice.code,
            'message', sluice.message, 'detail', sluice.detail, 'hint', sluice.hint,
            'constraint', sluice.restriction, 'column', sluice.part);
        END;
      END LOOP;
      PERFORM pg_catalog.set_config('sluice.outcome',
        jsonb_build_object('merged', sluice.merged, 'refused', sluice.refused)::text, true);
    END`;
}

interface Outcome {
  readonly merged: number;
  readonly refused: readonly (Said & { readonly n: number })[];
}

/** What PL/pgSQL tells of an error; an empty text stands for nothing. */
interface Said {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
  readonly constraint: string;
  readonly column: string;
}

/** The error as the driver would have made it. */
function refusalOf({ message, ...rest }: Said): ServerError {
  const fields = Object.fromEntries(Object.entries(rest).filter(([, text]) => text !== ''));
  const error: unknown = Object.assign(new Error(message), fields, { severity: 'ERROR' });
  const refusal = rowRefusal(error, '');
  if (refusal === null) throw error;
  return refusal.error;
}
