import { Verdict, type ColumnType } from '../../schema/codecs/codec.js';
import { spellingFor } from '../../schema/spelling/spelling-for.js';
import { builtInType } from '../../schema/type-from-name.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import type { BuildSite } from '../record/build-site.js';
import { faultKindsOf } from '../encode/fault-kinds.js';
import { CheckTask } from './check-task.js';
import type { ColumnDraft } from './column-draft.js';
import { RespellTask } from './respell-task.js';
import { typeOfBound } from './value-order.js';
import { hasRules } from './value-rules.js';

/**
 * Adds the task that holds the values of a column against its type and its rules, as far as nobody else does: a table's type
 * is checked when rows are made, but then it is too late to replace a value, or to compare it.
 *
 * @param isOutcome - They are what leaves: of a value that an expression reads, only the declared type is looked at.
 * @throws SluiceError PIPELINE_INVALID when the limit of a rule is no value of the type.
 */
export function addChecks(draft: ColumnDraft, site: BuildSite, isOutcome: boolean): void {
  const { plan, guard, bench } = draft;
  const rules = isOutcome && hasRules(plan);
  const due = isOutcome ? dueType(draft, site) : draft.declared;
  if (due === null && !rules) return;
  const type = due ?? (isCompared(plan) ? comparedAs(draft) : builtInType('text'));
  respell(draft, type, site);
  draft.look(new CheckTask(plan, { type, isDue: due !== null }, { guard, bench, slot: draft.slot, withRules: rules }));
}

/** The type that values must have, and that nobody else holds them against; null: there is none. */
function dueType({ plan, declared }: ColumnDraft, { typeOf }: BuildSite): ColumnType | null {
  const known = plan.disguises.length > 0 ? null : typeOf(plan.name);
  const isLate = !isCompared(plan) && plan.onError === 'reject';
  if (declared === null) return isLate ? null : known;
  return isLate && known?.builtIn === true && known.display === declared.display ? null : declared;
}

function isCompared({ rules }: ColumnPlan): boolean {
  return rules.min !== null || rules.max !== null;
}

/** What values are compared as where no type is due: as what they are known to be, or as the limit is. */
function comparedAs({ plan: { rules }, type }: ColumnDraft): ColumnType {
  return type ?? typeOfBound(rules.min ?? rules.max ?? '');
}

/** Numbers and dates that the file spells in its own way are read so. */
function respell(draft: ColumnDraft, type: ColumnType, { resources }: BuildSite): void {
  const own = draft.isPlain ? null : spellingFor(type, resources.spelling);
  if (own === null) return;
  const column = { field: draft.slot, name: draft.plan.name, type, nullable: true, codec: null, spelling: own };
  const kind = faultKindsOf(column)[Verdict.invalid];
  if (kind === undefined) return;
  draft.make((slots) => new RespellTask(slots, own, kind, draft));
  draft.guard.respell(own);
  draft.isPlain = true;
}
