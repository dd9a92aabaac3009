import type { DraftColumn, PipelineDraft } from '../../config/pipeline/pipeline-draft.js';
import { printable } from '../../errors/printable.js';
import type { InspectedColumn } from '../../report/inspect/inspect-report.js';
import { displayName, displayTable } from '../../schema/identifiers.js';
import { comparisonKey } from '../../schema/plain-name.js';
import type { TargetColumn, TargetTable } from '../../schema/table.js';

/** The part of a draft that is about columns. */
export type ColumnsDraft = Pick<PipelineDraft, 'columns' | 'others' | 'columnNotes'>;

/**
 * The columns of a new pipeline file: those of the input, under the names that they have in the table or would get in a
 * new one.
 *
 * @param found - As an inspection tells them.
 * @param table - Null: there is none yet.
 */
export function draftColumns(found: readonly InspectedColumn[], table: TargetTable | null): ColumnsDraft {
  const met = found.map((column, index) => ({ column, index, target: table === null ? null : meet(column, table) }));
  const wanted = met.filter(({ target }) => table === null || target !== null);
  const isListed = ({ column, target }: (typeof met)[number]): boolean => isKey(target?.name ?? column.column);
  const listed = wanted.filter(isListed).slice(0, MOST_LISTED);
  const columns = listed.map(({ column, index, target }) => draftColumn(column, index, target));
  const others = table === null ? 'keep' : 'drop';
  const rest = wanted.filter((one) => !listed.includes(one)).map(({ column }) => column);
  const lost = met.filter((one) => !wanted.includes(one)).map(({ column }) => column);
  return {
    columns,
    others,
    columnNotes: [...restNotes(rest, others), ...(table === null ? [] : tableNotes(lost, met, table))],
  };
}

/** A file of more would be too large to be read again. */
const MOST_LISTED = 1000;

/** What a pipeline file can't have as the name of a column. */
function isKey(name: string): boolean {
  return name !== '__proto__' && name !== '*';
}

/** By the name, by the name that a new table would have, by letters and digits alone if that is one column only. */
function meet({ name, column }: InspectedColumn, { columns }: TargetTable): TargetColumn | null {
  const fillable = columns.filter(({ generated }) => !generated);
  const alike = fillable.filter((one) => comparisonKey(one.name) === comparisonKey(name) && comparisonKey(name) !== '');
  const named = fillable.find((one) => one.name === name) ?? fillable.find((one) => one.name === column);
  return named ?? (alike.length === 1 ? alike[0] : null);
}

function draftColumn(column: InspectedColumn, index: number, target: TargetColumn | null): DraftColumn {
  const name = target?.name ?? column.column;
  // A column without a name is known by its place.
  const field = column.name === '' ? String(index + 1) : column.name;
  return {
    name,
    from: field === name ? null : field,
    type: target?.type.display ?? column.type,
    isTypeOfTable: target !== null,
    notes: nullNotes(column),
  };
}

/** What nearly all values are tells what the others may mean. */
function nullNotes({ mostly, empties }: InspectedColumn): string[] {
  const share = mostly === null ? '' : `${Math.floor(1000 * mostly.share) / 10} %`;
  return [
    ...(mostly === null
      ? []
      : [
          `${share} of the values are of type ${mostly.type}; the first that is not is in line ${mostly.line}.`,
          `If it means NULL: source.null: [${JSON.stringify(printable(mostly.value))}], and type: ${mostly.type}`,
        ]),
    ...(empties === 0 ? [] : [`${empties} of the values are empty texts, which are not NULL.`]),
  ];
}

function restNotes(rest: readonly InspectedColumn[], others: 'keep' | 'drop'): string[] {
  if (rest.length === 0) return [];
  const fate = others === 'keep' ? 'They stay as they are' : 'They are left out';
  return [`${fate}, for a file like this can't list them: ${namesOf(rest)}`];
}

function tableNotes(
  lost: readonly InspectedColumn[],
  met: readonly { readonly target: TargetColumn | null }[],
  { name, columns }: TargetTable,
): string[] {
  const filled = new Set(met.map(({ target }) => target?.name));
  const unfilled = columns.filter(
    (one) => one.notNull && !one.hasDefault && !one.generated && one.identity === null && !filled.has(one.name),
  );
  return [
    ...(lost.length === 0 ? [] : [`${displayTable(name)} has no column for: ${namesOf(lost)}`]),
    ...(unfilled.length === 0
      ? []
      : [`NOT NULL, and nothing fills them yet: ${unfilled.map((one) => displayName(one.name)).join(', ')}`]),
  ];
}

function namesOf(columns: readonly InspectedColumn[]): string {
  return columns.map(({ name, column }) => displayName(name === '' ? column : name)).join(', ');
}
