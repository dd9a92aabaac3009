import type { FlagValue } from './pipeline-flags.js';

/** What a new pipeline file is written from. All texts may come from anywhere. */
export interface PipelineDraft {
  /** The input, as it is named from the folder of the file. */
  readonly path: string;
  /** The keys of `source`, besides the path, with their values. */
  readonly source: readonly (readonly [key: string, value: FlagValue])[];
  readonly columns: readonly DraftColumn[];
  /** What becomes of the other fields of the input. */
  readonly others: 'keep' | 'drop';
  /** What is to be said of columns that are not listed, a line each. */
  readonly columnNotes: readonly string[];
  /** As `--table` takes it. */
  readonly table: string;
  /** The table is to be made, as far as is known. */
  readonly create: boolean;
  /** Null: there is none. */
  readonly example: DraftExample | null;
}

/** One column of it. */
export interface DraftColumn {
  /** Its name afterwards. */
  readonly name: string;
  /** The field that it is made from; null: that of its name. */
  readonly from: string | null;
  /** What its values are. */
  readonly type: string;
  /** The type is that of the table, which holds without being said. */
  readonly isTypeOfTable: boolean;
  /** What is to be said of it, a line each. */
  readonly notes: readonly string[];
}

/** The first record, and what comes of it. */
export interface DraftExample {
  readonly input: string;
  /** The columns of the row; a text that is written as a number is none to be quoted. */
  readonly row: readonly { readonly name: string; readonly text: string | null; readonly isNumber: boolean }[];
  /** The row does not name all columns. */
  readonly isPartial: boolean;
}
