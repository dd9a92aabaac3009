import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { shownType } from './cel-types.js';
import { type ValueFunction, valueFunctions } from './functions/value-functions.js';
import type { StepBudget } from './step-budget.js';

/** What an expression's macros know of each other: the one that is checked tells the one that runs. */
export interface MacroContext {
  /** Where calls begin whose outcome is a double, though some of their arguments are whole. */
  readonly doubles: Set<number>;
  readonly budget: StepBudget;
  /** The name of the macro that counts steps. */
  readonly step: string;
}

/** Whether values have the types that are declared for them, or are what they are. */
export type Typing = 'typed' | 'open';

/** Adds the functions whose arguments may be NULL, with the types that they have for those of their arguments. */
export function addValueMacros(environment: Environment, typing: Typing, context: MacroContext): void {
  for (const valueFunction of valueFunctions) {
    for (const count of valueFunction.counts) {
      const params = Array.from({ length: count }, () => 'ast').join(', ');
      environment.registerFunction(`${valueFunction.name}(${params}): dyn`, (call: MacroCall) =>
        valueMacro(valueFunction, call, { typing, ...context }),
      );
    }
  }
  for (const [macro, stopWith] of quantifiers) {
    environment.registerFunction(`${stepFor(context.step, macro)}(ast): dyn`, ({ args: [body] }: MacroCall) =>
      stepMacro(body, context.budget, stopWith),
    );
  }
  environment.registerFunction(`${nullableFor(context.step)}(ast): dyn`, ({ args: [body] }: MacroCall) =>
    nullableMacro(body, typing),
  );
}

/** The name of the macro for what has a type, and yet may be NULL. */
export function nullableFor(step: string): string {
  return `${step}_nullable`;
}

/** The name of the macro that counts the steps of another one. */
export function stepFor(step: string, macro: string): string {
  return quantifiers.has(macro) ? `${step}_${macro}` : `${step}_`;
}

/**
 * Macros that go on after a failure, and what makes them stop; others stop by one. The first is for these, and for no value:
 * it fails.
 */
const quantifiers: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['', null],
  ['all', false],
  ['exists', true],
]);

/** What the library hands to a macro, as its README has it. */
interface MacroCall {
  readonly ast: ASTNode;
  readonly args: readonly ASTNode[];
}

interface CheckedType {
  readonly name: string;
}

interface Checker {
  check(node: ASTNode, scope: unknown): CheckedType;
  getType(name: string): CheckedType;
  createError(code: string, message: string, node: ASTNode): Error;
}

interface Evaluator {
  run(node: ASTNode, scope: unknown): unknown;
}

interface Macro {
  readonly async: false;
  typeCheck(checker: Checker, macro: unknown, scope: unknown): CheckedType;
  evaluate(evaluator: Evaluator, macro: unknown, scope: unknown): unknown;
}

function valueMacro(
  valueFunction: ValueFunction,
  { ast, args }: MacroCall,
  { doubles, typing }: MacroContext & { readonly typing: Typing },
): Macro {
  return {
    async: false,
    typeCheck(checker, _macro, scope) {
      const types = args.map((arg) => checker.check(arg, scope));
      const type = sharedType(types.map(({ name }) => name));
      if (type === null) {
        const shown = types.map(({ name }) => shownType(name)).join(', ');
        const message = `${valueFunction.name}() takes values of one type, not of ${shown}`;
        throw checker.createError('mixed_types', message, ast);
      }
      if (valueFunction.isShared && type === 'double') doubles.add(ast.start);
      // An outcome that may be NULL has no type that operators could rely on.
      if (typing === 'open') return checker.getType('dyn');
      return valueFunction.isShared ? checker.getType(type) : types[0];
    },
    evaluate(evaluator, _macro, scope) {
      const value = valueFunction.choose(args.length, (index) => evaluator.run(args[index], scope));
      return typeof value === 'bigint' && doubles.has(ast.start) ? Number(value) : value;
    },
  };
}

/** The type that values of all these have; null: they do not go together. NULL goes with all. */
function sharedType(names: readonly string[]): string | null {
  const types = new Set(names.filter((name) => name !== 'null'));
  if (types.size === 0) return 'null';
  if ([...types].some((name) => name.startsWith('dyn'))) return 'dyn';
  if (types.size === 2 && types.has('int') && types.has('double')) return 'double';
  return types.size === 1 ? [...types][0] : null;
}

/** Operators must not be chosen by the type of what may be NULL: they would take it for a number. */
function nullableMacro(body: ASTNode, typing: Typing): Macro {
  return {
    async: false,
    typeCheck(checker, _macro, scope) {
      const type = checker.check(body, scope);
      return typing === 'open' ? checker.getType('dyn') : type;
    },
    evaluate: (evaluator, _macro, scope) => evaluator.run(body, scope),
  };
}

function stepMacro(body: ASTNode, budget: StepBudget, stopWith: boolean | null): Macro {
  return {
    async: false,
    typeCheck: (checker, _macro, scope) => checker.check(body, scope),
    evaluate(evaluator, _macro, scope) {
      if (budget.isSpent && stopWith !== null) return stopWith;
      budget.assertLeft();
      const made = evaluator.run(body, scope);
      budget.spend(made);
      return made;
    },
  };
}
