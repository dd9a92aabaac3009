import { Option, type Command } from 'commander';
import { collect } from './reading-options.js';

/** Declares the flags about how rows are written into the table. */
export function addWriteOptions(command: Command): void {
  command
    .optionsGroup('Writing:')
    .addOption(
      new Option(
        '--mode <name>',
        'what becomes of rows that are there: replace empties the table first, upsert updates and ignore keeps those with the same key (default: append)',
      ).choices(['append', 'replace', 'upsert', 'ignore']),
    )
    .option('--key <columns>', 'upsert and ignore: the columns that tell rows apart, separated by commas', collect)
    .option('--report-conflicts <file>', 'upsert and ignore: list each skipped record and what it lost to, as NDJSON')
    .option('--before <sql>', 'run this in the transaction before the first row; repeatable', collect)
    .option('--after <sql>', 'run this in the transaction after the last row; repeatable', collect)
    .option('--set-role <name>', 'do it all as this role')
    .option('--search-path <schemas>', 'where names without a schema are looked for, separated by commas')
    .option('--statement-timeout <time>', 'how long a statement may take: milliseconds, or 30s, 5min')
    .option('--lock-timeout <time>', 'how long to wait for a lock: milliseconds, or 30s, 5min')
    .option('--retries <n>', 'how often a load begins again after a fault of the database that may pass (default: 5)')
    .option('--retry-timeout <time>', 'how long after its start it still begins again: 90s, 5min (default: 5min)')
    .option('--shutdown-timeout <time>', 'how long the database may take to answer after Ctrl-C (default: 10s)');
}
