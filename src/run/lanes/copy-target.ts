import { quoteIdentifier } from '../../schema/identifiers.js';
import type { CopyTarget } from '../../sinks/copy/copy-lane.js';
import { DatabaseFaults } from '../../sinks/copy/database-faults.js';
import type { Landing } from '../landing/landing.js';
import type { RunRejects } from '../run-rejects.js';
import type { TargetColumns } from '../target-columns.js';

/** What lanes copy into, and where what is refused goes, unless a lane has its own place for that. */
export function copyTarget(
  landing: Pick<Landing, 'relation' | 'name' | 'carried'>,
  { filled, added }: TargetColumns,
  rejects: RunRejects,
): CopyTarget {
  const names = [...[...filled, ...added].map(({ column }) => column.name), ...landing.carried.map(({ name }) => name)];
  const start = `COPY ${landing.relation} (${names.map(quoteIdentifier).join(', ')}) FROM STDIN`;
  return {
    table: landing.name,
    copySql: (format) => `${start} (FORMAT ${format})`,
    rejects,
    faults: new DatabaseFaults(),
    mayGoOn: rejects.mayGoOn,
  };
}
