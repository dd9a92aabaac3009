import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import type { TransformPlan, TypeOf } from '../../schema/transform/transform-plan.js';
import { buildColumn } from '../columns/build-column.js';
import { addCode, type CodeUse } from '../code/add-code.js';
import { UnquoteTask } from '../columns/json-task.js';
import { RecordExpression } from './record-expression.js';
import type { ProgramResources } from './program-resources.js';
import { RecordProgram } from './record-program.js';
import type { BuildSite } from './build-site.js';
import { NullTask } from './null-task.js';
import { RuleTask } from './rule-task.js';
import type { Scope, ScopeField } from './scope.js';
import { addShape } from './shape/add-shape.js';
import type { ShapeNeeds } from './shape/shape-names.js';
import type { ShapeTally } from './shape/shape-tally.js';
import { addSteps, addUnique } from './steps/add-steps.js';
import type { RunMemory } from './steps/run-memory.js';
import { SettleTask } from './settle-task.js';
import { WhereTask } from './where-task.js';

/** What a program is built for. */
export interface ProgramOptions {
  readonly plan: TransformPlan;
  /** The fields of the input that the plan is about, by their names. */
  readonly inputs: Scope;
  /** Where the first field is that no input has; the program takes as many from there on as it needs. */
  readonly firstFree: number;
  readonly typeOf: TypeOf;
  /** The names of the columns that are wanted in the end. */
  readonly wanted: ReadonlySet<string>;
  /** The outputs that are not wanted as JSON text. */
  readonly plainOutputs: ReadonlySet<string>;
  /** The outputs that are wanted as JSON text. */
  readonly jsonOutputs: ReadonlySet<string>;
  /** The code of a pipeline; null: it has none. */
  readonly code: CodeUse | null;
  readonly resources: ProgramResources;
  /** What steps remember: shared by the programs of one pass over all inputs. */
  readonly memory: RunMemory;
  /** What the steps must bring that give records another shape. */
  readonly needs: Pick<ShapeNeeds, 'members'>;
  /** What is known of the types of fields before columns are made of them. */
  readonly typeBefore: TypeOf;
  /** Takes note of the fields that these steps make. Default: nobody asks */
  readonly shapeTally?: ShapeTally | null;
}

/** A program, and how many fields it needs besides those of the input. */
export interface BuiltProgram {
  readonly program: RecordProgram;
  readonly made: number;
}

/**
 * Builds the program of one reading: steps that give records another shape, then columns, `where`, `rules`, and all other
 * steps, with the code of the pipeline among them.
 *
 * @throws SluiceError EXPRESSION_INVALID
 */
export function buildProgram(options: ProgramOptions): BuiltProgram {
  const { plan, firstFree, plainOutputs, code, needs, shapeTally: tally = null } = options;
  const { typeOf, typeBefore, jsonOutputs, resources, memory } = options;
  const program = new RecordProgram(memory, resources.spelling);
  let next = firstFree;
  const site: BuildSite = { program, typeOf, typeBefore, jsonOutputs, resources, memory, newSlot: () => next++ };
  const inputs = addShape({ steps: plan.shape, needs, tally }, options.inputs, site);
  let scope = addColumns(plan.columns, inputs, site);
  const called = (name: string) => ({ bench: program.bench, called: name, column: null });
  if (plan.where !== null) {
    program.add(new WhereTask(new RecordExpression(plan.where, scope, called('where')), program.bench));
  }
  for (const { expr, message } of plan.rules) {
    program.add(new RuleTask(new RecordExpression(expr, scope, called('rules')), message, program.bench));
  }
  scope = addUnique(plan.columns, scope, site);
  program.add(new SettleTask(program.bench));
  const before = code?.plan.stepsBefore ?? 0;
  addSteps(plan.steps.slice(0, before), scope, site);
  if (code !== null) scope = addCode(code, scope, site);
  addSteps(plan.steps.slice(before), scope, site);
  program.outputs = withPlain(withAll(scope, options.wanted, site), plainOutputs, site);
  return { program, made: next - firstFree };
}

/** What no record has is NULL in all of them. */
function withAll(scope: Scope, wanted: ReadonlySet<string>, { program, newSlot }: BuildSite): Scope {
  const missing = [...wanted].filter((name) => !scope.has(name));
  if (missing.length === 0) return scope;
  const slot = newSlot();
  program.add(new NullTask(slot, program.bench));
  return new Map([...scope, ...missing.map((name) => [name, { slot, type: null, isJson: false }] as const)]);
}

/** What stayed JSON text for expressions to read becomes plain text where it leaves. */
function withPlain(scope: Scope, plain: ReadonlySet<string>, { program, newSlot }: BuildSite): Scope {
  return new Map(
    [...scope].map(([name, field]) => {
      if (!field.isJson || !plain.has(name)) return [name, field];
      const slot = newSlot();
      program.add(new UnquoteTask(field.slot, slot, program.bench));
      return [name, { ...field, slot, isJson: false }];
    }),
  );
}

/** Columns that are made from fields come before those that are made by expressions, which may read them. */
function addColumns(columns: readonly ColumnPlan[], inputs: Scope, site: BuildSite): Scope {
  const scope = new Map<string, ScopeField>(inputs);
  const inOrder = [...columns.filter(({ expr }) => expr === null), ...columns.filter(({ expr }) => expr !== null)];
  for (const column of inOrder) scope.set(column.name, buildColumn(column, { inputs, scope, site }));
  return scope;
}
