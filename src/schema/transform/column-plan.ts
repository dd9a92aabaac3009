/** What a pipeline asks of one column. */
import type { ColumnType } from '../codecs/codec.js';
import type { NumberMarks } from '../spelling/number-spelling.js';
import type { Expression } from './expression.js';

/** One column that is made or changed. */
export interface ColumnPlan {
  /** Its name afterwards. */
  readonly name: string;
  /**
   * The name, place (from 1) or path (`address.city`) of the field it is made from; null: of its own name, unless there is
   * only an expression.
   */
  readonly from: string | null;
  /** What is done to its values, in this order. */
  readonly changes: readonly ColumnChange[];
  /** What its values must be after that, and after `expr`; null: what the table or the inference says. */
  readonly type: ColumnType | null;
  /** Hash and mask, which come after the type is checked. */
  readonly disguises: readonly ColumnDisguise[];
  /** What its value becomes in the end; null: it stays. */
  readonly expr: Expression | null;
  readonly rules: ColumnRules;
  /** What becomes of a value that can't be made, has not its type, or breaks a rule. */
  readonly onError: 'reject' | 'null' | 'default';
  /** What takes the place of such a value where `onError` is `default`; null: there is none. */
  readonly default: string | null;
  /** Where it is written, for messages. */
  readonly place: string;
}

/** One change of a value. NULL stays NULL, but for `default`. */
export type ColumnChange =
  | { readonly kind: 'trim' }
  | { readonly kind: 'lower' }
  | { readonly kind: 'upper' }
  | { readonly kind: 'replace'; readonly pattern: RegExp; readonly with: string }
  /** Texts that become NULL. */
  | { readonly kind: 'null'; readonly values: ReadonlySet<string> }
  /** Takes the place of NULL. */
  | { readonly kind: 'default'; readonly value: string }
  | { readonly kind: 'map'; readonly values: ReadonlyMap<string, string | null>; readonly otherwise: Otherwise }
  | { readonly kind: 'lookup'; readonly lookup: LookupPlan; readonly otherwise: Otherwise }
  /** Dates and times in the tokens of Luxon: https://moment.github.io/luxon/#/parsing?id=table-of-tokens */
  | {
      readonly kind: 'date';
      /** Tried in their order; none: as ISO 8601 has them. */
      readonly formats: readonly string[];
      /** The zone of times without one, such as `Europe/Paris`; null: they stay without. */
      readonly timezone: string | null;
      /** What a local time means that is there twice; or not at all. */
      readonly ambiguous: 'reject' | 'earlier' | 'later';
    }
  | { readonly kind: 'number'; readonly marks: NumberMarks };

/** What becomes of a value that a table of values does not have: it is a fault, stays, becomes NULL or a given text. */
export type Otherwise =
  | { readonly kind: 'reject' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'null' }
  | { readonly kind: 'value'; readonly value: string };

/** Where the values of a lookup are. */
export interface LookupPlan {
  /** A CSV file (a path from the working folder, or a URL) or a query of the target database. */
  readonly from: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'query'; readonly sql: string };
  /** The column that a value is looked up in; null: the first. */
  readonly key: string | null;
  /** The column that has what is found; null: the second. */
  readonly value: string | null;
  /** The most entries that are held in memory, from 1. */
  readonly cacheSize: number;
}

/** What hides a value. */
export type ColumnDisguise =
  /** sha256 of the salt and the value, in hexadecimal digits. */
  | { readonly kind: 'hash'; readonly salt: string }
  /** Each character but some at both ends becomes another. */
  | { readonly kind: 'mask'; readonly keepStart: number; readonly keepEnd: number; readonly with: string };

/** What must hold for the values of a column. */
export interface ColumnRules {
  /** NULL is a fault. */
  readonly required: boolean;
  /** The least and the greatest value: of numbers by their value, of dates and texts by their order. */
  readonly min: string | null;
  readonly max: string | null;
  /** How many characters (code points) a text has. */
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly pattern: RegExp | null;
  readonly in: ReadonlySet<string> | null;
  /** A form that zod knows. */
  readonly check: ValueCheck | null;
  /** No value but NULL may come twice in a run. */
  readonly unique: boolean;
  /** Those of the limits, of the values of `in`, and the pattern as a text, that no message shows: the environment has them. */
  readonly hidden: ReadonlySet<string>;
}

/** The forms that `check` knows, as zod does: https://zod.dev/api?id=string-formats */
export const VALUE_CHECKS = [
  'email',
  'url',
  'uuid',
  'guid',
  'ip',
  'ipv4',
  'ipv6',
  'cidr',
  'hostname',
  'e164',
  'date',
  'time',
  'datetime',
  'duration',
  'base64',
  'base64url',
  'hex',
  'iban',
  'mac',
  'jwt',
  'ulid',
  'cuid2',
  'nanoid',
] as const;

/** One of them. */
export type ValueCheck = (typeof VALUE_CHECKS)[number];

/** No rules. */
export const NO_RULES: ColumnRules = {
  required: false,
  min: null,
  max: null,
  minLength: null,
  maxLength: null,
  pattern: null,
  in: null,
  check: null,
  unique: false,
  hidden: new Set(),
};
