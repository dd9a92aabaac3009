import type { Fault, FaultKind } from '../../batch/faults.js';
import type { ServerError } from './row-refusal.js';

/** Different messages that are remembered as kinds; a trigger can put values into its messages. */
const MAX_KINDS = 200;

/** Makes faults of what Postgres says against rows: the same kind for the same complaint. */
export class DatabaseFaults {
  readonly #kinds = new Map<string, FaultKind>();

  /** The fault that an error of the server tells of. */
  faultOf(error: ServerError): Fault {
    const { kind, isOwn } = this.#kindOf(error);
    const said = isOwn ? [] : [error.message];
    const detail = [...said, ...(error.detail === undefined ? [] : [error.detail])].join(' ');
    return { kind, value: null, detail: detail === '' ? null : detail };
  }

  /** Once there are too many kinds, messages become details. */
  #kindOf(error: ServerError): { readonly kind: FaultKind; readonly isOwn: boolean } {
    const own = keyOf(error, error.message);
    const isOwn = this.#kinds.has(own) || this.#kinds.size < MAX_KINDS;
    const message = isOwn ? error.message : 'PostgreSQL refused it';
    const key = isOwn ? own : keyOf(error, message);
    const kind = this.#kinds.get(key) ?? databaseFaultKind(error, message);
    this.#kinds.set(key, kind);
    return { kind, isOwn };
  }
}

function keyOf({ code, column, constraint }: ServerError, message: string): string {
  return JSON.stringify([code, column, constraint, message]);
}

/** The kind of fault that an SQLSTATE stands for; the words are Postgres's. */
export function databaseFaultKind(
  { code, column, constraint, hint }: Pick<ServerError, 'code' | 'column' | 'constraint' | 'hint'>,
  message: string,
): FaultKind {
  return {
    stage: 'database',
    column: column ?? null,
    code: codes.get(code) ?? (code.startsWith('22') ? 'refused_value' : 'refused'),
    message,
    hint: hint ?? hints.get(code) ?? null,
    sqlstate: code,
    constraint: constraint ?? null,
  };
}

const codes = new Map([
  ['23505', 'not_unique'],
  ['23503', 'no_reference'],
  ['23514', 'check_violated'],
  ['23502', 'null'],
  ['23P01', 'excluded'],
  ['44000', 'check_violated'],
  ['P0001', 'raised'],
]);

const hints = new Map([
  ['23505', 'Where the row is there already, --mode upsert --key … updates it, and --mode ignore keeps it.'],
  ['23503', 'Load the rows that it refers to first.'],
]);
