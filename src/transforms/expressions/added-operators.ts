import type { Environment } from '@marcbachmann/cel-js';
import { DURATION, TIMESTAMP } from './cel-types.js';

/**
 * Adds to CEL's operators what data needs: whole and other numbers together, and `== null` for values of every type.
 * Like all of CEL, they have an outcome for values of the types that they are for only: NULL plus 1 is a failure.
 */
export function addOperators(environment: Environment): void {
  for (const [left, right] of [
    ['int', 'double'],
    ['double', 'int'],
  ]) {
    for (const [operator, operate] of arithmetic) {
      environment.registerOperator(`${left} ${operator} ${right}: double`, (one: Numeric, other: Numeric) =>
        operate(Number(one), Number(other)),
      );
    }
  }
  environment.registerOperator('double % double: double', (one: number, other: number) => one % other);
  // eslint-disable-next-line eqeqeq -- A bigint and a number are never identical, but may be equal.
  environment.registerOperator('int == double', (one: Numeric, other: Numeric) => one == other);
  for (const type of nullable) environment.registerOperator(`${type} == null`, () => false);
}

type Numeric = bigint | number;

const arithmetic: readonly (readonly [string, (one: number, other: number) => number])[] = [
  ['+', (one, other) => one + other],
  ['-', (one, other) => one - other],
  ['*', (one, other) => one * other],
  ['/', (one, other) => one / other],
  ['%', (one, other) => one % other],
];

const nullable = ['int', 'uint', 'double', 'string', 'bool', 'bytes', TIMESTAMP, DURATION];
