import type { FaultKind } from '../../batch/faults.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import type { ColumnPlan, ColumnRules } from '../../schema/transform/column-plan.js';
import type { CheckedValue } from './checked-value.js';
import { checkedForm } from './value-checks.js';
import { comparisonWith } from './value-order.js';

/** Holds a value against a rule. */
export type ValueRule = (value: CheckedValue) => FaultKind | null;

/** Whether anything must hold for the values of a column besides their type. `unique` is not looked at here. */
export function hasRules({ rules }: Pick<ColumnPlan, 'rules'>): boolean {
  return Object.entries(rules).some(
    ([name, rule]) => !LOOKED_AT_ELSEWHERE.has(name) && rule !== null && rule !== false,
  );
}

const LOOKED_AT_ELSEWHERE: ReadonlySet<string> = new Set(['unique', 'hidden'] satisfies (keyof ColumnRules)[]);

/** The fault of NULL where a value must be. */
export function requiredKind(column: string): FaultKind {
  return ruleKind(column, 'required', 'NULL, and a value is required');
}

/**
 * The rules of a column for values that are not NULL, in the order in which their faults are told.
 *
 * @param type - What its values are compared as.
 * @throws SluiceError PIPELINE_INVALID when a limit is no value of the type.
 */
export function valueRules(plan: ColumnPlan, type: ColumnType): ValueRule[] {
  const { name, rules } = plan;
  const { min, max } = rules;
  return [
    ...(min === null ? [] : [limitRule(plan, { rule: 'min', bound: min, type })]),
    ...(max === null ? [] : [limitRule(plan, { rule: 'max', bound: max, type })]),
    ...lengthRules(name, rules),
    ...textRules(name, rules),
  ];
}

interface Limit {
  readonly rule: 'min' | 'max';
  readonly bound: string;
  readonly type: ColumnType;
}

function limitRule({ name, place, rules }: ColumnPlan, { rule, bound, type }: Limit): ValueRule {
  const compare = comparisonWith(bound, type);
  if (compare === null) {
    const message = `${place}: ${rule} takes a value of type ${type.display}; "${printable(bound)}" is none.`;
    throw new SluiceError('PIPELINE_INVALID', message);
  }
  const word = rule === 'min' ? 'less' : 'greater';
  const sign = rule === 'min' ? -1 : 1;
  const shown = shownOf(bound, rules);
  const breach = ruleKind(name, rule, `${word} than ${shown}`);
  const strange = ruleKind(name, rule, `can't be compared with ${shown}`);
  return (value) => {
    const order = compare(value);
    if (order * sign <= 0) return null;
    return Number.isNaN(order) ? strange : breach;
  };
}

/** A part of a rule as messages show it. */
function shownOf(text: string, { hidden }: ColumnRules, length?: number): string {
  return hidden.has(text) ? '***' : printable(text, length);
}

function lengthRules(column: string, { minLength, maxLength }: ColumnRules): ValueRule[] {
  const isExact = minLength === maxLength;
  const least = minLength ?? 0;
  const most = maxLength ?? Infinity;
  if (least === 0 && most === Infinity) return [];
  const exact = `not ${characters(least)} long`;
  const short = ruleKind(column, 'length', isExact ? exact : `shorter than ${characters(least)}`);
  const long = ruleKind(column, 'length', isExact ? exact : `longer than ${characters(most)}`);
  return [
    (value) => {
      const length = lengthOf(value);
      if (length < least) return short;
      return length > most ? long : null;
    },
  ];
}

function characters(count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`;
}

/** The characters of a value: each has one byte that does not begin with the bits 10. */
function lengthOf({ bytes, start, end }: CheckedValue): number {
  let length = 0;
  for (let at = start; at < end; at++) if ((bytes[at] & 0xc0) !== 0x80) length++;
  return length;
}

function textRules(column: string, rules: ColumnRules): ValueRule[] {
  const { pattern, in: allowed, check } = rules;
  const form = check === null ? null : checkedForm(check);
  return [
    ...(pattern === null
      ? []
      : [
          textRule(
            (text) => pattern.test(text),
            ruleKind(column, 'pattern', `does not match ${shownOf(String(pattern), rules, 100)}`),
          ),
        ]),
    ...(allowed === null
      ? []
      : [textRule((text) => allowed.has(text), ruleKind(column, 'in', `not one of ${some(allowed, rules)}`))]),
    ...(form === null ? [] : [textRule(form.holds, ruleKind(column, 'check', `not ${form.called}`))]),
  ];
}

function textRule(holds: (text: string) => boolean, kind: FaultKind): ValueRule {
  return ({ text }) => (holds(text) ? null : kind);
}

function some(values: ReadonlySet<string>, rules: ColumnRules): string {
  const shown = [...values].slice(0, MAX_SHOWN).map((value) => (value === '' ? '""' : shownOf(value, rules, 40)));
  return `${shown.join(', ')}${values.size > MAX_SHOWN ? ', …' : ''}`;
}

const MAX_SHOWN = 8;

/** The fault of a value that breaks a rule of its column. */
export function ruleKind(column: string, rule: string, message: string): FaultKind {
  return {
    stage: 'validate',
    column,
    code: `rule_${rule}`,
    message: `${message} (rule ${rule})`,
    hint: null,
    sqlstate: null,
  };
}
