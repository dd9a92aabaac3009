import { describe, expect, test } from 'vitest';
import { sluice } from '../../support/cli.js';
import { documentedHeadings, documentedRows, documentedText } from '../../support/documented.js';

/** A command as its `--help` shows it. */
interface Help {
  readonly name: string;
  readonly flags: readonly string[];
}

const commands = await readHelp([]);

test('docs/cli.md has a heading for every command, and for no other', () => {
  const headings = ['## `sluice', '### `sluice'].flatMap((start) => documentedHeadings('cli.md', start));
  expect(headings.map((heading) => heading.replace(/^#+ /, '')).toSorted()).toEqual(
    commands.map(({ name }) => `\`${name}\``).toSorted(),
  );
});

describe('docs/cli.md lists the flags of', () => {
  test.each(commands.filter(({ flags }) => flags.length > 0))('$name, and no other', ({ name, flags }) => {
    const [heading = ''] = documentedHeadings('cli.md', '#').filter((line) => line.endsWith(` \`${name}\``));
    expect(flagsUnder(heading).toSorted()).toEqual([...flags].toSorted());
  });
});

/** The flags of a command's own table, and of those that its text says it takes too. */
function flagsUnder(heading: string): string[] {
  const shared = documentedHeadings('cli.md', '## ').filter((other) => other.endsWith(' flags'));
  const text = documentedText('cli.md', heading);
  const taken = shared.filter((other) => text.includes(`(#${other.slice(3).toLowerCase().replaceAll(' ', '-')})`));
  return [heading, ...taken].flatMap((one) => documentedRows('cli.md', one).map(([flag]) => flag));
}

/** A command's help, and that of all below it. Commander's own `help` is none, nor its flag below the top. */
async function readHelp(path: readonly string[]): Promise<Help[]> {
  const { stdout } = await sluice([...path, '--help'], { cwd: '.' });
  const flags = [...stdout.matchAll(/^ {2}((?:-\w, )?--[\w-]+(?: <[^>]+>)?)/gm)].map(([, flag]) => flag);
  const own = path.length === 0 ? flags : flags.filter((flag) => flag !== '-h, --help');
  const [, list = ''] = stdout.split('Commands:\n');
  const names = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name).filter((name) => name !== 'help');
  const below = await Promise.all(names.map((name) => readHelp([...path, name])));
  return [{ name: ['sluice', ...path].join(' '), flags: own }, ...below.flat()];
}
