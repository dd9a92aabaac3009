import type { FaultKind } from '../../batch/faults.js';
import { printable } from '../../errors/printable.js';
import { nearestName } from '../../schema/nearest.js';
import type { CodePlan, SchemaIssue } from '../../schema/transform/code-plan.js';

/** The kinds of faults that code makes. What is told of alike faults is one object, up to a bound: messages may have values in them. */
export class CodeFaultKinds {
  readonly #locate: CodePlan['locate'];
  readonly #known = new Map<string, FaultKind>();

  constructor({ locate }: Pick<CodePlan, 'locate'>) {
    this.#locate = locate;
  }

  /** Something that the user's code has thrown. */
  threw(error: unknown): FaultKind {
    const [first] = messageOf(error).split('\n');
    const place = error instanceof Error ? this.#locate(error.stack ?? '') : null;
    const message = `${printable(first, MAX_SHOWN)}${place === null ? '' : ` (${place})`}`;
    return this.#of('transform', 'threw', message, { column: null, hint: null });
  }

  /** Something that a schema does not allow. */
  schema({ path, message }: SchemaIssue): FaultKind {
    const [column, ...inside] = path;
    const where = inside.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
    const text = `${where === '' ? '' : `${where.replace(/^\./, '')}: `}${message}`;
    return this.#of('validate', 'schema', printable(text, MAX_SHOWN), {
      column: column === undefined ? null : String(column),
      hint: null,
    });
  }

  /** What `transform` has returned is no record. */
  badResult(what: string): FaultKind {
    const hint = 'transform returns a record, a list of records, or null to leave the record out.';
    return this.#of('transform', 'bad_result', `transform returned ${what}`, { column: null, hint });
  }

  /** A value that `transform` has returned is none that a column takes. */
  badValue(column: string, what: string): FaultKind {
    const message = `transform returned a value that can't be written: ${printable(what, MAX_SHOWN)}`;
    return this.#of('transform', 'bad_result', message, { column, hint: null });
  }

  /** `transform` has returned a key that is no column. */
  unknownColumn(key: string, known: readonly string[]): FaultKind {
    const nearest = nearestName(key, known);
    const shown = known
      .slice(0, MAX_LISTED)
      .map((name) => printable(name))
      .join(', ');
    const list = `${shown}${known.length > MAX_LISTED ? ', …' : ''}`;
    const meant = nearest === null ? `known are ${list}` : `did you mean ${printable(nearest)}?`;
    const message = `transform returned the key ${printable(key)}, which is no column; ${meant}`;
    const hint =
      'A column that no table has is named in output; one that is not wanted is left out of what transform returns.';
    return this.#of('transform', 'unknown_column', message, { column: null, hint });
  }

  #of(
    stage: FaultKind['stage'],
    code: string,
    message: string,
    { column, hint }: Pick<FaultKind, 'column' | 'hint'>,
  ): FaultKind {
    const key = `${code} ${column ?? ''} ${message}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const kind: FaultKind = { stage, column, code, message, hint, sqlstate: null };
    if (this.#known.size < MAX_KINDS) this.#known.set(key, kind);
    return kind;
  }
}

/** Anything can be thrown, and its text may be anything. */
function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? textOf(error.message) || textOf(error.name) : textOf(error);
  } catch {
    return 'something that has no text';
  }
}

/** A message may be no text, whatever its type says. */
function textOf(value: unknown): string {
  return String(value);
}

const MAX_KINDS = 1000;
const MAX_SHOWN = 200;
const MAX_LISTED = 12;
