import type { FaultKind } from '../../batch/faults.js';

/** Counts of surplus fields that get a message of their own; more share one, so that kinds stay few. */
const MAX_NAMED_SURPLUS = 64;

/** The kinds of fault that the CSV parser finds, each made once. */
export interface ParseFaultKinds {
  readonly textAfterQuote: FaultKind;
  readonly blankBeforeQuote: FaultKind;
  readonly unclosedQuote: FaultKind;
  readonly recordTooLong: FaultKind;
  /** The kind for a record of `count` fields where `width` were due. */
  readonly wrongWidth: (count: number) => FaultKind;
}

/**
 * Makes the kinds of a run.
 *
 * @param width - Fields due in each record.
 * @param maxRecordBytes - The limit that the message names.
 */
export function parseFaultKinds(width: number, maxRecordBytes: number): ParseFaultKinds {
  return {
    textAfterQuote: kind(
      'text_after_quote',
      'text after a closing quote',
      'A quote inside a quoted field is written twice; use --quote none if quotes mean nothing in this file.',
    ),
    blankBeforeQuote: kind(
      'blank_before_quote',
      'blanks before an opening quote',
      'With a delimiter of several characters, --trim takes blanks around quotes for text; use --quote none if they are.',
    ),
    unclosedQuote: kind(
      'unclosed_quote',
      'a quote is opened and never closed',
      'Use --quote none if quotes mean nothing in this file.',
    ),
    recordTooLong: kind(
      'record_too_long',
      `longer than ${maxRecordBytes} bytes`,
      'Raise --max-record-bytes if records are meant to be this long; else look for a stray quote.',
    ),
    wrongWidth: widthKinds(width),
  };
}

function widthKinds(width: number): ParseFaultKinds['wrongWidth'] {
  const kinds = new Map<number, FaultKind>();
  return (count) => {
    const key = Math.min(count, width + MAX_NAMED_SURPLUS);
    const found = kinds.get(key) ?? widthKind(key, width);
    kinds.set(key, found);
    return found;
  };
}

function widthKind(count: number, width: number): FaultKind {
  const few = count < width;
  const least = count === width + MAX_NAMED_SURPLUS ? ' or more' : '';
  return kind(
    few ? 'too_few_fields' : 'too_many_fields',
    `${few ? 'too few' : 'too many'} fields (${count}${least} of ${width})`,
    few
      ? 'If every record is short, check --delimiter.'
      : 'A field that holds the delimiter must be quoted; if every record is long, check --delimiter.',
  );
}

function kind(code: string, message: string, hint: string): FaultKind {
  return { stage: 'parse', column: null, code, message, hint, sqlstate: null };
}
