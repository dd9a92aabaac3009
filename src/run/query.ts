import type { Io } from './io.js';
import { runStatements, type StatementResult } from '../postgres/statements.js';
import { renderTable } from '../report/table.js';
import { useDatabase } from './use-database.js';
import { writeData } from './write-data.js';

/** What `sluice db query` was asked. */
export interface QueryRequest {
  /** One or more statements. */
  readonly sql: string;
  /** The flag `--db`. */
  readonly db?: string | undefined;
  /** Print one JSON object a row instead of a table. */
  readonly json?: boolean | undefined;
}

/**
 * Runs statements on the configured database and prints what they return. A statement without rows prints its
 * command tag.
 *
 * @param notice - Takes lines for a person to read.
 * @throws SluiceError of the connection, DATABASE_REFUSED when Postgres refuses a statement, and OUTPUT_FAILED.
 */
export async function runQuery(
  { sql, db, json = false }: QueryRequest,
  io: Io,
  notice: (line: string) => void,
): Promise<void> {
  await useDatabase({ db, io, notice }, async (client) => {
    const results = await runStatements(client, sql);
    for (const result of results) await writeData(io.stdout, json ? asJson(result) : asText(result));
  });
}

function asText({ tag, columns, rows }: StatementResult): string {
  if (columns.length === 0) return `${tag}\n`;
  const heads = columns.map(({ name, kind }) => ({ name, align: kind === 'number' ? 'right' : 'left' }) as const);
  return `${renderTable({ columns: heads, rows })}\n`;
}

/** Written by hand, because a number with more digits than a double has must keep them. */
function asJson({ columns, rows }: StatementResult): string {
  const lines = rows.map((row) => {
    const members = columns.map(({ name, kind }, i) => `${JSON.stringify(name)}:${jsonValue(row[i], kind)}`);
    return `{${members.join(',')}}\n`;
  });
  return lines.join('');
}

function jsonValue(text: string | null, kind: StatementResult['columns'][number]['kind']): string {
  if (text === null) return 'null';
  if (kind === 'boolean') return text === 't' ? 'true' : 'false';
  if (kind === 'json') return text.replace(/[\r\n]+/g, ' ');
  return kind === 'number' && /^-?\d/.test(text) ? text : JSON.stringify(text);
}
