/** Adds up what the fault suite has done, over all of its files, and says so at the end. */
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that the faults are noted in. */
    faultTally: string;
  }
}

/** A fault that was injected, and what it did to the rows. */
export interface TalliedFault {
  /** What was done: `kill -9`, `cut`. */
  readonly fault: string;
  /** Rows that should be in the table and are not. */
  readonly lost: number;
  /** Rows that are in the table and should not be: a second time, or at all. */
  readonly doubled: number;
}

/** Vitest calls it once before the suite; what it returns prints the sums. */
export function setup({ vitest }: TestProject): () => void {
  const path = join(tmpdir(), `sluice-faults-${process.pid}.ndjson`);
  appendFileSync(path, '');
  vitest.provide('faultTally', path);
  return () => {
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    rmSync(path);
    process.stdout.write(report(lines.map((line) => JSON.parse(line) as TalliedFault)));
  };
}

/** Notes a fault. */
export function tally(fault: TalliedFault): void {
  appendFileSync(inject('faultTally'), `${JSON.stringify(fault)}\n`);
}

function report(faults: readonly TalliedFault[]): string {
  const counts = new Map<string, number>();
  for (const { fault } of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  const listed = [...counts].map(([fault, count]) => `${fault} ${count}`).join(', ');
  const sum = (key: 'lost' | 'doubled'): number => faults.reduce((total, fault) => total + fault[key], 0);
  return `\n${faults.length} faults injected (${listed}): ${sum('lost')} rows lost, ${sum('doubled')} rows doubled.\n`;
}
