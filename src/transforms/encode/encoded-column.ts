import type { FaultKind } from '../../batch/faults.js';
import { Verdict, type Codec, type ColumnType } from '../../schema/codecs/codec.js';

/** One column of the COPY command and the field that it is read from. */
export interface EncodedColumn {
  /** The index of the field in a record. */
  readonly field: number;
  /** The file column's name, for rejects. */
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Null when the type has none: then every batch goes as text. */
  readonly codec: Codec | null;
}

/** The fault that each of a column's reject verdicts stands for; indexed by verdict, made once a run. */
export function faultKindsOf(column: EncodedColumn): readonly (FaultKind | undefined)[] {
  const kinds: FaultKind[] = [];
  for (const [verdict, describe] of descriptions) {
    const { display, labels } = column.type;
    kinds[verdict] = { ...describe(display, labels), column: column.name };
  }
  return kinds;
}

type Description = Omit<FaultKind, 'column'>;

/** The SQLSTATEs are those that Postgres itself gives: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const descriptions = new Map<number, (display: string, labels: readonly string[]) => Description>([
  [Verdict.invalid, (display) => fault('invalid', `not ${withArticle(display)}`, '22P02', invalidHint)],
  [Verdict.outOfRange, (display) => fault('out_of_range', `out of range for ${withArticle(display)}`, '22003')],
  [Verdict.tooLong, (display) => fault('too_long', `too long for ${withArticle(display)}`, '22001')],
  [Verdict.notNull, () => fault('not_null', 'NULL in a column that is NOT NULL', '23502', nullHint)],
  [Verdict.notALabel, (display, labels) => fault('not_a_label', `not a label of ${display}${some(labels)}`, '22P02')],
  [Verdict.nulByte, () => fault('nul_byte', 'holds a NUL byte, which PostgreSQL text cannot', '22021')],
  [Verdict.badUtf8, () => decodeFault('invalid_utf8', 'not valid UTF-8', '22021')],
]);

const nullHint = 'An unquoted empty field is NULL; "" in quotes is an empty text.';

/** The same for all types, so that the digest can name it once for several columns. */
const invalidHint = 'If a text stands for NULL, name it with --null.';

function fault(code: string, message: string, sqlstate: string, hint: string | null = null): Description {
  return { stage: 'validate', code, message, hint, sqlstate };
}

function decodeFault(code: string, message: string, sqlstate: string): Description {
  return { stage: 'decode', code, message, hint: 'The input must be UTF-8.', sqlstate };
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
