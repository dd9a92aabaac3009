import { printable } from '../../errors/printable.js';
import { numbers } from '../numbers.js';
import type { Difference, ExampleReport, TestReport } from './test-report.js';

/**
 * The report of `sluice test` for a person: a line for each example, what is different below it, and how many passed.
 *
 * @returns Lines, each with its end; nothing in them is sent to the terminal unescaped.
 */
export function testText({ passed, failed, examples }: TestReport): string {
  const lines = examples.flatMap(exampleLines);
  return [...lines, `${numbers.count(passed)} passed, ${numbers.count(failed)} failed`]
    .map((line) => `${line}\n`)
    .join('');
}

function exampleLines({ ok, name, place, differences }: ExampleReport): string[] {
  if (ok) return [`ok      ${printable(name, MOST_SHOWN)}`];
  const more = differences.length - MOST_DIFFERENCES;
  return [
    `not ok  ${printable(name, MOST_SHOWN)}  (${printable(place, MOST_SHOWN)})`,
    ...differences.slice(0, MOST_DIFFERENCES).map(differenceLine),
    ...(more > 0 ? [`        and ${numbers.counted(more, 'more difference')}`] : []),
  ];
}

function differenceLine({ where, expected, got }: Difference): string {
  const [wanted, found] = [expected, got].map((text) => (text === null ? 'nothing' : printable(text, MOST_SHOWN)));
  return `        ${printable(where, MOST_SHOWN)}: expected ${wanted}, got ${found}`;
}

const MOST_SHOWN = 200;

/** Of one example. */
const MOST_DIFFERENCES = 20;
