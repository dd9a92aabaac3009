import type { FaultKind } from '../../batch/faults.js';
import { Verdict, type ColumnType } from '../../schema/codecs/codec.js';
import type { Spelling } from '../../schema/spelling/spelling.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import type { EncodedColumn } from './encoded-column.js';

/** The fault that each of a column's reject verdicts stands for; indexed by verdict, made once a run. */
export function faultKindsOf({ name, type, spelling }: EncodedColumn): readonly (FaultKind | undefined)[] {
  const kinds: FaultKind[] = [];
  for (const [verdict, describe] of descriptions) kinds[verdict] = { ...describe(type), column: name };
  if (spelling) {
    for (const verdict of spelled) kinds[verdict] = asSpelled(kinds[verdict], spelling);
  }
  return kinds;
}

/** The verdicts that a spelling has a part in: a day beyond the month's last may be a month, read otherwise. */
const spelled = [Verdict.invalid, Verdict.outOfRange] as const;

function asSpelled(kind: FaultKind, { form, hint }: Spelling): FaultKind {
  return { ...kind, message: `${kind.message} in the form ${form}`, hint };
}

type Description = Omit<FaultKind, 'column'>;

/** The SQLSTATEs are those that Postgres itself gives: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const descriptions = new Map<number, (type: ColumnType) => Description>([
  [Verdict.invalid, invalid],
  [Verdict.outOfRange, outOfRange],
  [Verdict.tooLong, ({ display }) => fault('too_long', `too long for ${withArticle(display)}`, '22001')],
  [Verdict.notNull, () => fault('not_null', 'NULL in a column that is NOT NULL', '23502', nullHint)],
  [
    Verdict.notALabel,
    ({ display, labels }) => fault('not_a_label', `not a label of ${display}${some(labels)}`, '22P02'),
  ],
  [Verdict.nulByte, () => fault('nul_byte', 'holds a NUL byte, which PostgreSQL text cannot', '22021', nulHint)],
  [Verdict.badUtf8, () => invalidUtf8('')],
]);

const nullHint = 'An unquoted empty field is NULL; "" in quotes is an empty text.';
const nulHint = 'Have NUL bytes replaced with --bad-bytes replace, or removed with --bad-bytes strip.';

/** Few and general, so that the digest can name one for several columns. */
const spellingHint = 'If a text stands for NULL, name it with --null.';
const numberHint =
  'If numbers have other separators, see --decimal and --thousands; if a text stands for NULL, name it with --null.';
const dateHint = 'If days come before months, or years last, say so with --date-order.';
const datesWithDays = new Set(['date', 'timestamp', 'timestamptz']);

const dateTypes = new Set(['date', 'time', 'timestamp', 'timestamptz']);
const numberTypes = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric']);

function invalid({ name, display }: ColumnType): Description {
  const sqlstate = dateTypes.has(name) ? '22007' : '22P02';
  return fault('invalid', `not ${withArticle(display)}`, sqlstate, numberTypes.has(name) ? numberHint : spellingHint);
}

function outOfRange({ name, display }: ColumnType): Description {
  const message = `out of range for ${withArticle(display)}`;
  return fault(
    'out_of_range',
    message,
    dateTypes.has(name) ? '22008' : '22003',
    datesWithDays.has(name) ? dateHint : null,
  );
}

function fault(code: string, message: string, sqlstate: string, hint: string | null = null): Description {
  return { stage: 'validate', code, message, hint, sqlstate };
}

function withArticle(display: string): string {
  return `${/^(?!uu)[aeiou]/i.test(display) ? 'an' : 'a'} ${display}`;
}

/** The first labels of an enum, as a reader needs them to see what was meant. */
function some(labels: readonly string[]): string {
  const shown = 8;
  const rest = labels.length > shown ? ', …' : '';
  return labels.length === 0 ? '' : ` (${labels.slice(0, shown).join(', ')}${rest})`;
}
