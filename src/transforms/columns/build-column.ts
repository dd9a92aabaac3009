import type { ColumnType } from '../../schema/codecs/codec.js';
import { builtInType, typeFromName } from '../../schema/type-from-name.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import type { BuildSite } from '../record/build-program.js';
import type { Scope, ScopeField } from '../record/scope.js';
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
export function buildColumn(plan: ColumnPlan, { inputs, scope, site }: ColumnOrigin): ScopeField {
  const source = columnSource(plan, (name) => inputs.has(name));
  const field = source === null ? undefined : inputs.get(source.field);
  const isSame = plan.changes.length === 0 && (source?.path ?? null) === null;
  const draft = new ColumnDraft(plan, site, {
    // What is made from nowhere is nowhere yet.
    slot: field?.slot ?? 0,
    type: isSame ? (field?.type ?? null) : null,
    isJson: field?.isJson ?? false,
  });
  const isUnchanged = plan.changes.length === 0 && plan.disguises.length === 0 && plan.expr === null;
  const asJson = isUnchanged && (isJsonType(plan.type) || (plan.type === null && site.jsonOutputs.has(plan.name)));
  const whole = isSame && isUnchanged && draft.isJson && plan.type === null ? draft.slot : null;
  if (source !== null && field !== undefined) {
    addSource(draft, source, { asJson, mayStay: asJson || (whole !== null && !isLookedAt(plan)) });
  }
  addChanges(draft);
  if (source !== null) addChecks(draft, site, { withRules: plan.expr === null });
  addDisguises(draft);
  if (plan.expr !== null) addExpression(draft, plan.expr, { scope, site, hasOwn: source !== null });
  draft.end();
  return outcome(draft, site, whole);
}

/** Whether its values are looked at, though they may stay as they are. */
function isLookedAt(plan: ColumnPlan): boolean {
  return hasRules(plan) || plan.onError !== 'reject';
}

function isJsonType(type: ColumnType | null): boolean {
  return type?.builtIn === true && (type.name === 'json' || type.name === 'jsonb');
}

/** How a column takes what it is made from. */
interface Taking {
  /** A part of JSON stays JSON. */
  readonly asJson: boolean;
  /** JSON stays as it is. */
  readonly mayStay: boolean;
}

/** Has the values as texts: a part of JSON, or JSON itself, unless it can stay as it is. */
function addSource(draft: ColumnDraft, { path }: ColumnSource, { asJson, mayStay }: Taking): void {
  const { isJson, plan } = draft;
  if (path !== null) {
    const text = plan.from ?? '';
    draft.make((slots) => new JsonPathTask({ ...slots, path, text, isParsed: isJson, asJson }, draft));
    // Of JSON in CSV, only the text is known.
    draft.isJson = asJson && isJson;
  } else if (isJson && !mayStay && !isOnlyRead(plan)) {
    draft.make(({ from, to }) => new UnquoteTask(from, to, draft.bench));
    draft.isJson = false;
  }
}

/** An expression reads JSON for what it says. */
function isOnlyRead(plan: ColumnPlan): boolean {
  return plan.expr !== null && plan.changes.length === 0 && plan.disguises.length === 0 && plan.type === null;
}

function addDisguises(draft: ColumnDraft): void {
  for (const disguise of draft.plan.disguises) {
    draft.make((slots) => new DisguiseTask(slots, disguise, draft));
    draft.type = builtInType('text');
    draft.isPlain = true;
  }
}

interface ExpressionSite {
  readonly scope: Scope;
  readonly site: BuildSite;
  /** The column has a value before it. */
  readonly hasOwn: boolean;
}

function addExpression(draft: ColumnDraft, expr: NonNullable<ColumnPlan['expr']>, { scope, site, hasOwn }: ExpressionSite): void {
  const { slot, type, isJson } = draft;
  const own: Scope = hasOwn ? new Map([...scope, [OWN_VALUE, { slot, type, isJson }]]) : scope;
  const expression = new GuardedExpression(draft, expr, own);
  draft.make(({ to }) => new ExpressionTask(expression, to, draft.bench));
  draft.isJson = false;
  draft.isPlain = true;
  draft.type = outcomeType(expression.type);
  addChecks(draft, site, { withRules: true });
}

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
  const type = isHidden ? draft.type : (plan.type ?? site.typeOf(plan.name) ?? draft.type);
  if (whole !== null && !draft.guard.replaces && !isPlain) return { slot: whole, type, isJson: true };
  return { slot, type, isJson: draft.isJson, ...(isPlain ? { isPlain } : {}) };
}
