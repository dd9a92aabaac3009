import type { Client } from '../../postgres/client.js';
import { qualifiedName } from '../../schema/identifiers.js';
import type { TargetTable } from '../../schema/table.js';

/** The number by which the ledger knows a table: one that is dropped and made again is another. */
export async function tableOid(client: Client, { name }: TargetTable): Promise<number> {
  const { rows } = await client.query<{ oid: number }>('SELECT $1::regclass::oid::int8::float8 AS oid', [
    qualifiedName(name),
  ]);
  return rows[0].oid;
}
