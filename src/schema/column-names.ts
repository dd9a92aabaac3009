import { createHash } from 'node:crypto';
import { identifierFault, MAX_IDENTIFIER_BYTES } from './identifiers.js';
import { plainName } from './plain-name.js';

/**
 * Names the columns of a new table after a file's header: by {@link plainName} (`Order ID` → `order_id`), with a `_`
 * after the name of a system column (`xmin` → `xmin_`). A name of more than 63 bytes is cut and ends in a hash of the
 * whole, so that two long names stay two. An empty header becomes `column_N`, N being its position from 1; one of
 * punctuation only is kept. Headers that would get the same name are kept as they are written. So no name depends on
 * the order of the columns, and the same file finds its columns again.
 *
 * @param headers - The header's names in file order.
 * @returns One name for each header. Where the header has duplicates or what Postgres refuses, so have they:
 * `createTableSql` says so.
 */
export function newColumnNames(headers: readonly string[]): string[] {
  const names = headers.map((header, index) => ownName(header, index));
  const uses = new Map<string, number>();
  for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  return names.map((name, index) => (uses.get(name) === 1 ? name : distinctName(headers[index], name)));
}

/** Refused by Postgres as the name of a column. */
const systemColumns = new Set(['ctid', 'xmin', 'cmin', 'xmax', 'cmax', 'tableoid']);

function ownName(header: string, index: number): string {
  if (header.trim() === '') return `column_${index + 1}`;
  const name = plainName(header);
  if (name === null) return header;
  if (Buffer.byteLength(name) > MAX_IDENTIFIER_BYTES) return cutName(name, name);
  return systemColumns.has(name) ? `${name}_` : name;
}

function distinctName(header: string, name: string): string {
  return identifierFault(header) === null && !systemColumns.has(header) ? header : cutName(name, header);
}

/** A decoder that awaits more leaves out the character that the cut went through. */
function cutName(name: string, whole: string): string {
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  const start = Buffer.from(name).subarray(0, MAX_IDENTIFIER_BYTES - hash.length - 1);
  return `${new TextDecoder().decode(start, { stream: true })}_${hash}`;
}
