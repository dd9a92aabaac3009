/** The target table as the run sees it, and the reading of its name. */
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { ColumnType } from './codecs/codec.js';
import { identifierFault } from './identifiers.js';

/** A table's name, as Postgres holds it: quotes undone, unquoted letters already folded. */
export interface TableName {
  /** Null: the first schema of the session's `search_path` that has such a table. */
  readonly schema: string | null;
  readonly name: string;
}

/** One column of the target, as the catalog has it. */
export interface TargetColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** NULL is refused: by the column or by a domain that its type goes through. */
  readonly notNull: boolean;
  /** A default fills the column when it is left out; its own or its domain's. */
  readonly hasDefault: boolean;
  /** Computed by Postgres from other columns: nothing can be copied into it. */
  readonly generated: boolean;
  /** COPY writes given values into both kinds, as INSERT does with OVERRIDING SYSTEM VALUE. */
  readonly identity: 'always' | 'by default' | null;
}

/** The kinds of relation that COPY can write into. */
export type TableKind = 'table' | 'partitioned' | 'view' | 'foreign';

/** The table that a run loads into. */
export interface TargetTable {
  readonly name: TableName & { readonly schema: string };
  readonly kind: TableKind;
  /** In table order. */
  readonly columns: readonly TargetColumn[];
  /**
   * The enabled BEFORE or INSTEAD OF row triggers on INSERT. Such a trigger may drop rows, and then Postgres
   * counts fewer rows than were sent.
   */
  readonly rowTriggers: readonly string[];
}

/**
 * Reads a table name as SQL does: `orders`, `sales.orders`, `"Weird ""Name"""."T"`. What is not quoted is folded
 * to lower case (ASCII only, like Postgres); unlike in SQL it may hold any character but a dot and a quote, so
 * `2024-orders` needs no quotes.
 *
 * @param text - As the user typed it.
 * @throws SluiceError `USAGE` when it is empty, has more than two parts, a part is no identifier, or a quote is
 * not closed.
 */
export function parseTableName(text: string): TableName {
  const parts = readParts(text);
  if (parts === null) throw unusable(text, 'a quote in it is not closed, or stands inside a part');
  const fault = parts.map(identifierFault).find((found) => found !== null);
  if (fault !== undefined) throw unusable(text, `a part of it ${fault}`);
  if (parts.length > 2) throw unusable(text, 'it has more than two parts');
  return parts.length === 1 ? { schema: null, name: parts[0] } : { schema: parts[0], name: parts[1] };
}

function readParts(text: string): string[] | null {
  const part = /\s*"((?:[^"]|"")*)"\s*|([^".]*)/y;
  const parts: string[] = [];
  do {
    const match = part.exec(text);
    parts.push(match?.[1]?.replaceAll('""', '"') ?? foldCase(match?.[2]?.trim() ?? ''));
  } while (text[part.lastIndex++] === '.');
  return part.lastIndex > text.length ? parts : null;
}

function foldCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function unusable(text: string, reason: string): SluiceError {
  return new SluiceError('USAGE', `"${printable(text)}" can't be read as a table name: ${reason}.`, {
    hint: 'Write it as table or schema.table; put double quotes around a part that holds a dot, a quote or capitals.',
  });
}
