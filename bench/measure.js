import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const POLL_MILLISECONDS = 10;

/**
 * Runs a command to its end.
 *
 * @param command - The program and its arguments.
 * @param options - `env`, `cwd`, and `exitCodes` that are no failure (default: 0).
 * @returns Wall seconds, the peak resident set in MB (NaN where /proc has none), and stdout.
 */
export async function measure([program, ...args], { env = process.env, cwd, exitCodes = [0] } = {}) {
  const startedAt = performance.now();
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => (output[name] += chunk));
  let peak = NaN;
  const timer = setInterval(async () => (peak = (await peakMegabytes(child.pid)) ?? peak), POLL_MILLISECONDS);
  const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearInterval(timer);
  const seconds = (performance.now() - startedAt) / 1000;
  if (!exitCodes.includes(exitCode))
    throw new Error(`${program} ended with ${exitCode}: ${output.stderr.slice(-2000)}`);
  return { seconds, peak, stdout: output.stdout };
}

async function peakMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const match = /VmHWM:\s+(\d+) kB/.exec(status);
  return match ? Number(match[1]) / 1000 : undefined;
}

/** The middle of some numbers. */
function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs things in turn, so that what the machine does meanwhile hits all alike.
 *
 * @param rounds - How often each is run.
 * @param things - By name: a function that resolves to what `measure` does.
 * @returns By name: the median seconds, all seconds, and the highest peak.
 */
export async function alternate(rounds, things) {
  const results = new Map(Object.keys(things).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(things)) results.get(name).push(await run());
  }
  return Object.fromEntries([...results].map(([name, runs]) => [name, summarize(runs)]));
}

function summarize(runs) {
  const all = runs.map(({ seconds }) => seconds);
  return { seconds: median(all), all, peak: Math.max(...runs.map(({ peak }) => peak)) };
}
