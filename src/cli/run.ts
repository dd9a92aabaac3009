import { Command, CommanderError } from 'commander';
import { addConvertCommand } from '../commands/convert.js';
import { addDbCommand } from '../commands/db.js';
import { addHistoryCommand } from '../commands/history.js';
import { addInitCommand } from '../commands/init.js';
import { addInspectCommand } from '../commands/inspect.js';
import { addLoadCommand } from '../commands/load.js';
import { addTestCommand } from '../commands/test.js';
import { addTypesCommand } from '../commands/types.js';
import { addValidateCommand } from '../commands/validate.js';
import { ExitCode } from '../errors/catalogue.js';
import { printable } from '../errors/printable.js';
import type { Io } from '../run/io.js';
import { printError, toSluiceError } from './print-error.js';
import { packageVersion } from '../run/package-version.js';

/**
 * Runs the command line.
 *
 * @param argv - The arguments after `node` and the script.
 * @param io - Everything that the run may touch besides files and the database.
 * @returns The exit code. Never rejects: this is the one place that catches everything.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = ExitCode.ok;
  const context = { io, setExitCode: (code: number): void => void (exitCode = code) };
  try {
    await createProgram(context).parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    const fault = toSluiceError(error, io.signal);
    printError(fault, io);
    return fault.exitCode;
  }
}

function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, MAX_LINE))
    .join('\n');
}

/** Longer than what Commander says of its own accord. */
const MAX_LINE = 1000;

function createProgram(context: Parameters<typeof addLoadCommand>[1]): Command {
  const { io } = context;
  const program = new Command('sluice')
    .description('Streams large files through validation into PostgreSQL: nothing vanishes, all or nothing.')
    .version(packageVersion(), '--version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // It quotes what was typed, which may have come out of a file.
      outputError: (text, write) => write(printableLines(text)),
    })
    .showHelpAfterError('(--help lists what there is)');
  addLoadCommand(program, context);
  addValidateCommand(program, context);
  addInspectCommand(program, context);
  addConvertCommand(program, context);
  addInitCommand(program, context);
  addTestCommand(program, context);
  addHistoryCommand(program, context);
  addTypesCommand(program, context);
  addDbCommand(program, context);
  return program;
}
