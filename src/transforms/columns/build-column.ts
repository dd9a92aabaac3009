import type { ColumnType } from '../../schema/codecs/codec.js';
import { builtInType, typeFromName } from '../../schema/type-from-name.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import { isUnchanged } from '../../schema/transform/is-unchanged.js';
import type { BuildSite } from '../record/build-site.js';
import type { Scope, ScopeField } from '../record/scope.js';
import { valueKindOf, type ValueKind } from '../record/value-kind.js';
import { addChanges } from './add-changes.js';
import { addChecks } from './add-checks.js';
import { ColumnDraft } from './column-draft.js';
import { columnSource, OWN_VALUE, type ColumnSource } from './column-source.js';
import { DisguiseTask } from './disguise-task.js';
import { ExpressionTask } from './expression-task.js';
import { GuardedExpression } from './guarded-expression.js';
import { JsonPathTask } from './json-path-task.js';
import { UnquoteTask } from './json-task.js';
import { hasRules } from './value-rules.js';

/** What a column is made of. */
export interface ColumnOrigin {
  /** The fields of the input. */
  readonly inputs: Scope;
  /** These, and the columns that have been made before it. */
  readonly scope: Scope;
  readonly site: BuildSite;
}

/**
 * Adds to a program the tasks that make a column, and says where it is then. A column of which nothing is asked is the field
 * that it is made from.
 *
 * @throws SluiceError EXPRESSION_INVALID, PIPELINE_INVALID
 */
export function buildColumn(plan: ColumnPlan, origin: ColumnOrigin): ScopeField {
  const { site } = origin;
  const taken = takenField(plan, origin);
  const draft = new ColumnDraft(plan, site, taken);
  const whole = mayLeaveAsIs(taken, plan) ? draft.slot : null;
  if (taken.source !== null) addSource(draft, taken.source, site);
  addChanges(draft);
  if (taken.source !== null) addChecks(draft, site, plan.expr === null);
  addDisguises(draft);
  if (plan.expr !== null) addExpression(draft, plan.expr, origin, taken.source !== null);
  draft.end();
  return outcome(draft, site, whole);
}

/** The field that a column is made from, and where in it. */
interface TakenField extends ScopeField {
  /** Null: it is made from nowhere. */
  readonly source: ColumnSource | null;
}

function takenField(plan: ColumnPlan, { inputs }: ColumnOrigin): TakenField {
  const source = columnSource(plan, (name) => inputs.has(name));
  const field = source === null ? undefined : inputs.get(source.field);
  // What is made from nowhere is nowhere yet.
  if (source === null || field === undefined) return { source: null, slot: 0, type: null, isJson: false };
  const isSame = plan.changes.length === 0 && source.path === null;
  return { ...field, source, type: isSame ? field.type : null };
}

/** Whether JSON leaves as it came, though it may be looked at. */
function mayLeaveAsIs({ source, isJson }: TakenField, plan: ColumnPlan): boolean {
  return isJson && source?.path === null && isUnchanged(plan) && plan.type === null;
}

/** Whether its values are looked at, though they may stay as they are. */
function isLookedAt(plan: ColumnPlan): boolean {
  return hasRules(plan) || plan.onError !== 'reject';
}

function isJsonType(type: ColumnType | null): boolean {
  return type?.builtIn === true && (type.name === 'json' || type.name === 'jsonb');
}

/** Has the values as texts: a part of JSON, or JSON itself, unless it can stay as it is. */
function addSource(draft: ColumnDraft, { path }: ColumnSource, { jsonOutputs }: BuildSite): void {
  const { isJson, plan } = draft;
  const isWanted = plan.type === null ? jsonOutputs.has(plan.name) && !isLookedAt(plan) : isJsonType(plan.type);
  const asJson = isWanted && isUnchanged(plan);
  if (path !== null) {
    const text = plan.from ?? '';
    draft.make((slots) => new JsonPathTask({ ...slots, path, text, isParsed: isJson, asJson }, draft));
    // Of JSON in CSV, only the text is known.
    draft.isJson = asJson && isJson;
  } else if (isJson && !asJson && !isOnlyRead(plan)) {
    draft.make(({ from, to }) => new UnquoteTask(from, to, draft.bench));
    draft.isJson = false;
  }
}

/** An expression reads JSON for what it says; and where nobody looks at it, it may stay. */
function isOnlyRead(plan: ColumnPlan): boolean {
  if (plan.changes.length > 0 || plan.disguises.length > 0 || plan.type !== null) return false;
  return plan.expr !== null || !isLookedAt(plan);
}

function addDisguises(draft: ColumnDraft): void {
  for (const disguise of draft.plan.disguises) {
    draft.make((slots) => new DisguiseTask(slots, disguise, draft));
    draft.type = builtInType('text');
    draft.isPlain = true;
  }
}

// The fourth says whether the column has a value before the expression makes one.
function addExpression(
  draft: ColumnDraft,
  expr: NonNullable<ColumnPlan['expr']>,
  { scope, site }: ColumnOrigin,
  hasOwn: boolean,
): void {
  const { slot, type, isJson } = draft;
  const own: Scope = hasOwn ? new Map([...scope, [OWN_VALUE, { slot, type, isJson }]]) : scope;
  const expression = new GuardedExpression(draft, expr, own);
  // A year is no date: a type that the outcome can't have is that of the value alone.
  if (hasOwn && !mayBe(draft.declared, expression.type)) draft.declared = null;
  const made = draft.declared ?? site.typeOf(draft.plan.name) ?? outcomeType(expression.type);
  draft.make(({ to }) => new ExpressionTask(expression, { slot: to, type: made }, draft.bench));
  draft.isJson = false;
  draft.isPlain = true;
  draft.type = outcomeType(expression.type);
  addChecks(draft, site, true);
}

/** Whether an outcome of a type of CEL may have a type: a text may say anything. */
function mayBe(type: ColumnType | null, cel: string): boolean {
  const kinds = kindsOfOutcomes.get(cel);
  return type === null || kinds === undefined || kinds.includes(valueKindOf({ type, isJson: false }));
}

const kindsOfOutcomes = new Map<string, readonly ValueKind[]>([
  ['bool', ['boolean', 'text', 'json']],
  ['int', ['integer', 'double', 'text', 'json']],
  ['double', ['integer', 'double', 'text', 'json']],
  ['google.protobuf.Timestamp', ['timestamp', 'text']],
]);

/** The type of an expression's outcomes, where CEL has one that PostgreSQL has too. */
function outcomeType(cel: string): ColumnType | null {
  const name = outcomeTypes.get(cel);
  return name === undefined ? null : typeFromName(name);
}

const outcomeTypes = new Map([
  ['string', 'text'],
  ['bool', 'boolean'],
  ['int', 'bigint'],
  ['google.protobuf.Timestamp', 'timestamptz'],
]);

/** JSON that was only looked at leaves as it came. */
function outcome(draft: ColumnDraft, site: BuildSite, whole: number | null): ScopeField {
  const { plan, slot, isPlain } = draft;
  const isHidden = plan.disguises.length > 0 && plan.expr === null;
  const type = isHidden ? draft.type : (draft.declared ?? site.typeOf(plan.name) ?? draft.type);
  if (whole !== null && !draft.guard.replaces && !isPlain) return { slot: whole, type, isJson: true };
  return { slot, type, isJson: draft.isJson, ...(isPlain ? { isPlain } : {}) };
}
