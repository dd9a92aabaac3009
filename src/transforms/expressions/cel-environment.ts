import { Environment } from '@marcbachmann/cel-js';
import { addOperators } from './added-operators.js';
import { libraryType } from './cel-types.js';
import { CONVERSIONS } from './conversion-names.js';
import { addedFunctions } from './functions/added-functions.js';
import { parseSignature } from './functions/cel-function.js';
import { addedConversions } from './functions/conversion-functions.js';
import { nullTolerant } from './functions/null-tolerant.js';

/** Bounds of an expression as it is written. */
const limits = { maxAstNodes: 5000, maxDepth: 100, maxListElements: 2000, maxMapEntries: 1000, maxCallArguments: 32 };

/**
 * The environment in which expressions are checked: variables have types, and so have the functions. It also runs those
 * whose values are known to be of these types, and not NULL.
 */
export function typedEnvironment(): Environment {
  return (typed ??= withTypes()).clone();
}

/** The environment in which values are what they are, NULL too: functions give NULL for NULL. */
export function openEnvironment(): Environment {
  return (open ??= withoutTypes()).clone();
}

// Made when the first expression comes.
let typed: Environment | null = null;
let open: Environment | null = null;

function withTypes(): Environment {
  const environment = common();
  environment.registerOperator('double in list<int>', contains);
  environment.registerOperator('int in list<double>', contains);
  for (const { signature, handler } of addedFunctions) {
    environment.registerFunction(libraryType(signature), handler, SYNCHRONOUS);
  }
  return environment;
}

function withoutTypes(): Environment {
  const environment = common();
  for (const [signature, handler] of nullTolerant(addedFunctions)) {
    environment.registerFunction(signature, handler, SYNCHRONOUS);
  }
  for (const name of CONVERSIONS) environment.registerFunction(`${name}(null): null`, () => null, SYNCHRONOUS);
  return environment;
}

function common(): Environment {
  const environment = new Environment({ limits, homogeneousAggregateLiterals: false });
  addOperators(environment);
  for (const { signature, handler } of addedConversions) {
    const { name, params, returns } = parseSignature(signature);
    const types = params.map(libraryType).join(', ');
    environment.registerFunction(`${name}(${types}): ${libraryType(returns)}`, handler, SYNCHRONOUS);
  }
  return environment;
}

/** Or the library takes every outcome for one that may have to be waited for. */
const SYNCHRONOUS = { async: false };

function contains(value: bigint | number, list: Iterable<bigint | number>): boolean {
  for (const item of list) {
    // eslint-disable-next-line eqeqeq -- A bigint and a number are never identical, but may be equal.
    if (item == value) return true;
  }
  return false;
}
