import type { Command } from 'commander';

/** Declares the flags about rejects. */
export function addRejectOptions(command: Command): void {
  command
    .optionsGroup('Rejects:')
    .option('--max-errors <n|n%>', 'how many records may be rejected before the run fails (default: 0)')
    .option('--rejects-dir <folder>', 'where the reject files go (default: the working folder)');
}
