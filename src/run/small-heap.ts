import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the engine's young generation as small as it begins. A load allocates next to nothing per record; left alone,
 * the little that it does would still have it grow to 16 MB and more in a long run: measured, a load of 309 MB then takes
 * 109 MB at its peak and one of 31 MB takes 84, and with this 94 and 83, in the same time.
 *
 * The flag is read each time the generation is about to grow, so it may be set while the engine runs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
