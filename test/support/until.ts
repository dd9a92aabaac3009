import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something that another process brings about.
 *
 * @param isSo - Asked every 20 ms.
 * @param seconds - After this long the test fails; default 10.
 */
export async function until(isSo: () => Promise<boolean> | boolean, seconds = 10): Promise<void> {
  const deadline = performance.now() + 1000 * seconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Still not so after ${seconds} seconds.`);
    await sleep(20);
  }
}
