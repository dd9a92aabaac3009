import type { ColumnType } from '../../schema/codecs/codec.js';
import { typeFromName } from '../../schema/type-from-name.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import type { BuildSite } from '../record/build-site.js';
import { RecordExpression } from '../record/record-expression.js';
import type { Scope, ScopeField } from '../record/scope.js';
import { ChangeTask, type OnFault } from './change-task.js';
import { ExpressionTask } from './expression-task.js';
import { UnquoteTask } from './json-task.js';
import { valueChange } from './value-change.js';

/** What a column is made of. */
export interface ColumnOrigin {
  /** The fields of the input. */
  readonly inputs: Scope;
  /** These, and the columns that have been made before it. */
  readonly scope: Scope;
  readonly site: BuildSite;
}

/** Adds to a program the tasks that make a column, and says where it is then. */
export function buildColumn(plan: ColumnPlan, { inputs, scope, site }: ColumnOrigin): ScopeField {
  const { bench } = site.program;
  const source = inputs.get(plan.from ?? plan.name);
  const isSame = plan.changes.length === 0 && plan.expr === null;
  const type = plan.type ?? site.typeOf(plan.name) ?? (isSame ? (source?.type ?? null) : null);
  let slot = source?.slot ?? site.newSlot();
  if (source?.isJson === true) {
    const to = site.newSlot();
    site.program.add(new UnquoteTask(slot, to, bench));
    slot = to;
  }
  if (plan.changes.length > 0) {
    const to = site.newSlot();
    const changes = plan.changes.map((change) => valueChange(plan.name, change));
    site.program.add(new ChangeTask({ name: plan.name, from: slot, to }, changes, { onFault: onFaultOf(plan), bench }));
    slot = to;
  }
  if (plan.expr !== null) {
    const to = site.newSlot();
    const expression = new RecordExpression(plan.expr, scope, { bench, called: 'expr', column: plan.name });
    site.program.add(new ExpressionTask(expression, to, bench));
    return { slot: to, type: type ?? outcomeType(expression.type), isJson: false };
  }
  return { slot, type, isJson: false };
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

function onFaultOf({ onError, default: value }: ColumnPlan): OnFault {
  if (onError === 'reject') return { kind: 'reject' };
  return { kind: 'replace', value: onError === 'default' ? value : null };
}
