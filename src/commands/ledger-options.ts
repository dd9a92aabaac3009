import { Option, type Command } from 'commander';

/** Declares the flags about what earlier runs have loaded. */
export function addLedgerOptions(command: Command): void {
  command
    .optionsGroup('Exactly once:')
    .option('--resumable', 'commit statement by statement; the same command again goes on where a run has ended')
    .option('--once', 'pass over a source that a finished run has put into this table')
    .option('--again', 'load it all, whatever earlier runs have loaded')
    .addOption(
      new Option(
        '--fingerprint <kind>',
        'how to see whether a source has changed: by size, time and both ends, or by all of it (default: quick)',
      ).choices(['quick', 'sha256']),
    )
    .addOption(
      new Option(
        '--if-running <what>',
        'what to do while another run loads the same source into this table (default: wait)',
      ).choices(['wait', 'stop']),
    );
}
