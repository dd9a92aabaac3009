import type { Readable } from 'node:stream';
import type { BatchPool } from '../../batch/batch-pool.js';
import type { RecordStart } from '../../batch/place.js';
import type { FormatName } from '../../config/format-flags.js';
import type { Assembler } from '../../parsers/assembler.js';
import type { DialectFact } from '../../report/inspect/inspect-report.js';
import type { JsonColumnKind } from '../../parsers/json/json-column.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import type { TypeOf } from '../../schema/transform/transform-plan.js';
import type { Source } from '../../sources/source.js';
import type { RecordProgram } from '../../transforms/record/record-program.js';
import type { RunMemory } from '../../transforms/record/steps/run-memory.js';

export type { RecordStart } from '../../batch/place.js';

/** A source whose format is known and whose head has been read: somewhere that records come from. */
export interface RecordSource {
  /** Its bytes, decompressed and decoded; whoever opened the record source closes it. */
  readonly source: Source;
  readonly format: FormatName;
  /** The names of its columns, as far as its head tells them; null when columns are known by position only. */
  readonly names: readonly string[] | null;
  /** How many columns it has, as far as its head tells. */
  readonly width: number;
  /** What a file of its records must begin with, without the line end; null: nothing. */
  readonly header: Buffer | null;
  /** Such as `utf-8`. */
  readonly encoding: string;
  /** Such as `gzip`; null when it is not compressed. */
  readonly compression: string | null;
  /** How the format is written; empty for one that has no dialects. */
  readonly dialect: readonly DialectFact[];
  /** What is likely to be wrong with it, a line each. */
  readonly warnings: readonly string[];
  /** What was found out about it and should be said, a line each. */
  readonly findings: readonly string[];
  /** The flags that spare the next run from finding it out. */
  readonly pins: readonly string[];
  /**
   * Reads it through to find every key that a record has, in the order in which they come; null for a format whose head
   * tells all names.
   */
  readonly findKeys: ((signal: AbortSignal) => Promise<readonly FoundKey[]>) | null;
  /** Whether records may have a column of a name besides those in `names`, as steps of a pipeline make it when it is wanted. */
  brings(name: string): boolean;
  /** Some of its records may become several rows. */
  readonly mayExpand: boolean;
  /** The same records as they are before a pipeline has changed them; null: none does. */
  readonly before: RecordSource | null;
  /** Where a layout's columns are in a record of the batches, and how many fields one has. */
  arrange(layout: Pick<Layout, 'columns'>): Arrangement;
  /** The same records, from a copy of the source. */
  over(copy: Source): RecordSource;
  /** The same records, from a source whose keys have been found. */
  knowing(keys: readonly FoundKey[]): RecordSource;
  /**
   * Reads its records; again only if the source is repeatable, and one reading after the other.
   *
   * @param start - The record that is wanted first, at its place in an earlier reading with the same flags. The reading
   * begins there where the format allows it, else with the first record of all: see `firstOrdinal` of the reading.
   * Default: the first.
   */
  records(layout: Layout, start?: RecordStart): Promise<RecordReading>;
}

/** Where columns are in a record. */
export interface Arrangement {
  /** For each wanted column, the index of its field. */
  readonly fields: readonly number[];
  /** How many fields a record has. */
  readonly width: number;
}

/** A key that some record has. */
export interface FoundKey {
  readonly name: string;
  /** The types of its values, as bits: see `JsonType` of the JSON parsers. */
  readonly types: number;
}

/** What a reading is to bring. */
export interface Layout {
  readonly columns: readonly WantedColumn[];
  /** For a format in which any record may have any key: what a key means. The number is an index of `columns`. */
  readonly columnOf: (name: string) => number | 'ignored' | 'unknown';
  /** What is known of the types of columns, by their names. Default: nothing */
  readonly typeOf?: TypeOf;
  /** What is known of the types of fields before a pipeline has changed them. Default: those of the columns of their names */
  readonly typeBefore?: TypeOf;
  /** Fields that a record of the batches has besides those of its source, for steps to fill. Default: 0 */
  readonly room?: number;
  /** What the steps of a pipeline remember, for all readings of one pass over the inputs. Default: for this reading alone */
  readonly memory?: RunMemory;
}

/** A column that a reading is to have. */
export interface WantedColumn {
  /** The name in the file. */
  readonly name: string;
  /** The column's index in the file, where it has one. */
  readonly index: number;
  /** What is made of a value that is an object, an array or a quoted string. */
  readonly kind: JsonColumnKind;
}

/** One reading of all records, or of all from some record on. */
export interface RecordReading {
  /** The ordinal of the first record that it gives, good or rejected. */
  readonly firstOrdinal: number;
  /** The bytes from that record on. */
  readonly bytes: Readable;
  /** Makes batches of them. */
  readonly assembler: Assembler;
  /** Takes the batches back. */
  readonly pool: BatchPool;
  /** For each wanted column, the index of its field in a record of the batches. */
  readonly fields: readonly number[];
  /** For each column that the parser fills and somebody reads, the same. Default: `fields` */
  readonly parsed?: readonly number[];
  /** For each wanted column, its type as far as a pipeline says it. Default: it says nothing */
  readonly types?: readonly (ColumnType | null)[];
  /** For each wanted column, whether it is spelled as PostgreSQL does it, whatever the file's way is. Default: none is */
  readonly isPlain?: readonly boolean[];
  /** What is to be done with the batches before anyone looks at `fields`; null: nothing. */
  readonly program: RecordProgram | null;
}
