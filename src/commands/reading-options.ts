import { Option, type Command } from 'commander';

/** Declares the flags of all commands that read inputs. */
export function addReadingOptions(command: Command): void {
  addInputOptions(command);
  addCsvOptions(command);
  addJsonOptions(command);
  addValueOptions(command);
}

function addInputOptions(command: Command): void {
  command
    .optionsGroup('Input:')
    .addOption(
      new Option('--format <name>', 'of the input; default: by its content, then by its name').choices([
        'csv',
        'ndjson',
        'json',
      ]),
    )
    .option('--encoding <name>', 'such as windows-1252, utf-16le or shift_jis (default: UTF-8, or by byte order mark)')
    .addOption(
      new Option('--bad-bytes <action>', 'what becomes of bytes that are no text (default: reject)').choices([
        'reject',
        'replace',
        'strip',
      ]),
    )
    .option('--include <pattern>', "the files of a folder to read, such as '*.csv'; repeatable", collect)
    .option('--jobs <n>', 'how many inputs are read at a time (default: 1)')
    .option('--max-record-bytes <size>', 'a longer record is rejected (default: 16m)');
}

function addCsvOptions(command: Command): void {
  command
    .optionsGroup('CSV (what is not given is detected):')
    .option('-d, --delimiter <text>', 'between fields, \\t for a tab; none for a single column')
    .option('--quote <text>', 'around fields, or none')
    .option('--escape <char>', 'before a quote in a field: \\, or quote where quotes are doubled')
    .option('--comment <text>', 'what a comment line begins with, or none')
    .addOption(new Option('--line-end <name>', 'lf (CRLF too), or cr as on old Macs').choices(['lf', 'cr']))
    .option('--skip-lines <n>', 'lines before the header that are passed over')
    .option('--header <n>', 'how many lines the header has, or none')
    .option('--no-header', 'the first line is a record; columns are filled by position')
    .option('--null <text>', 'an unquoted field that means NULL, besides the empty one; repeatable', collect)
    .option('--trim', "blanks around a field don't count")
    .addOption(
      new Option('--ragged <action>', 'what becomes of too few or too many fields (default: reject)').choices([
        'reject',
        'pad',
        'truncate',
      ]),
    );
}

function addJsonOptions(command: Command): void {
  command
    .optionsGroup('JSON:')
    .option('--select <path>', 'where the records are in a document, such as data.items or data.*.items')
    .option('--flatten', 'members of an object within a record become columns: a.b becomes a_b')
    .option('--json-comments', 'documents may have comments and trailing commas')
    .option('--max-depth <n>', 'a record that is nested deeper is rejected (default: 64)');
}

function addValueOptions(command: Command): void {
  command
    .optionsGroup('Values:')
    .option('--decimal <char>', 'the decimal mark of numbers (default: .)')
    .option('--thousands <char>', 'the mark between groups of three digits')
    .addOption(
      new Option('--date-order <order>', 'how 1/2/2024 is read (default: by the DateStyle of the session)').choices([
        'dmy',
        'mdy',
        'ymd',
      ]),
    );
}

/** Declares the flags about what is done with records. */
export function addTransformOptions(command: Command): void {
  command
    .optionsGroup('Records:')
    .option('--where <expression>', "load only records for which it is true, in CEL: 'amount > 0.0'")
    .option('--set <column=expression>', 'a column made by a CEL expression of the others; repeatable', collect);
}

/** Gathers the values of a flag that may be repeated. */
export function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}
