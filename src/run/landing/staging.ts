import type { Client } from '../../postgres/client.js';
import { quoteIdentifier } from '../../schema/identifiers.js';
import type { TargetColumn } from '../../schema/table.js';
import type { CarriedValue } from '../../transforms/lineage/carried-field.js';
import { carriedType } from './carried-type.js';
import type { CarriedColumn } from './landing.js';

/** A temporary table in which rows wait until all of them are there. */
export interface Staging {
  readonly relation: string;
  readonly name: string;
  readonly carried: readonly CarriedColumn[];
  /** The carried columns as SQL; null: not carried. */
  readonly order: string;
  /** The type of that. */
  readonly orderType: string;
  readonly line: string;
  readonly offset: string | null;
  readonly raw: string | null;
}

/** What a staging table is made for. */
export interface StagingOptions {
  /** The columns of the target that are loaded. */
  readonly columns: readonly TargetColumn[];
  /** Refused rows may become rejects, for which their original bytes are carried along. */
  readonly mayReject: boolean;
  /** A record may have become several rows. */
  readonly mayExpand: boolean;
}

/**
 * Makes the staging table: the loaded columns in their base types, so that nothing but the target itself checks a
 * constraint, and what is carried of each record. It is gone with the end of the transaction.
 *
 * @throws The driver's error, when the user may make no temporary tables.
 */
export async function createStaging(client: Client, options: StagingOptions): Promise<Staging> {
  const { columns } = options;
  const carried = carriedColumns(options);
  const list = [
    ...columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type.display}`),
    ...carried.map(({ name, value }) => `${quoteIdentifier(name)} ${carriedType(value)}`),
  ];
  await client.query(`CREATE TEMPORARY TABLE ${NAME} (${list.join(', ')}) ON COMMIT DROP`);
  const [order, line, offset = null, raw = null] = carried.map(({ name }) => quoteIdentifier(name));
  return {
    relation: `pg_temp.${NAME}`,
    name: NAME,
    carried,
    order,
    orderType: carriedType(carried[0].value),
    line,
    offset,
    raw,
  };
}

const NAME = 'sluice_incoming';

/** Under names that no loaded column has. */
function carriedColumns({ columns, mayReject, mayExpand }: StagingOptions): CarriedColumn[] {
  const taken = new Set(columns.map(({ name }) => name));
  const order = mayExpand ? 'rowOrder' : 'order';
  const values: CarriedValue[] = mayReject ? [order, 'line', 'offset', 'raw'] : [order, 'line'];
  return values.map((value) => {
    let name = `sluice_${value.toLowerCase()}`;
    while (taken.has(name)) name += '_';
    return { name, value };
  });
}
