import { numberSpelling } from '../../schema/spelling/number-spelling.js';
import type { ColumnChange } from '../../schema/transform/column-plan.js';
import { dateFormatFacts } from '../../schema/transform/date-format.js';
import { typeFromName } from '../../schema/type-from-name.js';
import type { DateChange } from '../dates/date-reader.js';
import { AsciiTask } from './ascii-task.js';
import { numberKind } from './change-fault-kinds.js';
import { ChangeTask } from './change-task.js';
import type { ColumnDraft } from './column-draft.js';
import { RespellTask } from './respell-task.js';
import { isInstant, valueChange } from './value-change.js';

/** Adds the tasks that change the values of a column: as few as their kinds allow. */
export function addChanges(draft: ColumnDraft): void {
  let rest = draft.plan.changes;
  while (rest.length > 0) {
    const group = isOnBytes(rest[0])
      ? leading(rest, isOnBytes)
      : leading(rest, (change) => !isOnBytes(change) && !isNumber(change));
    const changes = group.length === 0 ? rest.slice(0, 1) : group;
    addGroup(draft, changes);
    rest = rest.slice(changes.length);
  }
}

type NumberChange = Extract<ColumnChange, { readonly kind: 'number' }>;

function isNumber(change: ColumnChange): change is NumberChange {
  return change.kind === 'number';
}

function isOnBytes({ kind }: ColumnChange): boolean {
  return kind === 'trim' || kind === 'lower' || kind === 'upper';
}

function leading(
  changes: readonly ColumnChange[],
  belongs: (change: ColumnChange) => boolean,
): readonly ColumnChange[] {
  const end = changes.findIndex((change) => !belongs(change));
  return end === -1 ? changes : changes.slice(0, end);
}

/** Changes of one kind: of bytes, of texts, or of one number. */
function addGroup(draft: ColumnDraft, changes: readonly ColumnChange[]): void {
  const [first] = changes;
  if (isNumber(first)) {
    const spelling = numberSpelling(first.marks);
    draft.make((slots) => new RespellTask(slots, spelling, numberKind(draft.plan.name, spelling), draft));
    draft.isPlain = true;
    return;
  }
  const column = { name: draft.plan.name, due: draft.due };
  const onTexts = changes.map((change) => valueChange(column, change, draft.resources));
  if (isOnBytes(first)) {
    const has = (kind: string): boolean => changes.some((change) => change.kind === kind);
    const letters = has('lower') ? 'lower' : has('upper') ? 'upper' : null;
    draft.make((slots) => new AsciiTask(slots, { trims: has('trim'), letters }, onTexts, draft));
    return;
  }
  draft.make((slots) => new ChangeTask(slots, onTexts, draft));
  if (changes.some(replacesAll)) draft.isPlain = true;
  const date = changes.find((change) => change.kind === 'date');
  if (date === undefined) return;
  draft.isPlain = true;
  draft.type = typeOfDates(date, isInstant(draft.due));
}

/** Whether no value stays that the file has spelled: all come from a table, which PostgreSQL or the pipeline's author spells. */
function replacesAll(change: ColumnChange): boolean {
  return (change.kind === 'map' || change.kind === 'lookup') && change.otherwise.kind !== 'keep';
}

/** The type that all formats agree on; null: none. */
function typeOfDates({ formats, timezone }: DateChange, isInstantDue: boolean) {
  const isZoned = timezone !== null;
  const names = new Set(
    (formats.length === 0 ? ['yyyy HH'] : formats).map((format) => {
      const facts = dateFormatFacts(format);
      if (typeof facts === 'string') return '';
      if (!facts.hasTime) return isZoned && isInstantDue ? 'timestamptz' : 'date';
      if (!facts.hasDate) return 'time';
      return facts.hasZone || isZoned ? 'timestamptz' : 'timestamp';
    }),
  );
  return names.size === 1 ? typeFromName([...names][0]) : null;
}
