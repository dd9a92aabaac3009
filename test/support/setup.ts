/** Runs before every test file: no setting of the developer's leaks in, no Node warning goes unnoticed. */
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach } from 'vitest';

for (const name of Object.keys(process.env)) {
  if (name === 'DATABASE_URL' || name.startsWith('PG')) Reflect.deleteProperty(process.env, name);
}

const warnings: Error[] = [];
process.on('warning', (warning) => warnings.push(warning));

afterEach(failOnWarning);
afterAll(failOnWarning);

/** Fails the test (or file) during which Node warned: of a deprecation, a listener leak, an unsettled promise. */
async function failOnWarning(): Promise<void> {
  // Node emits a warning in the tick after its cause.
  await setImmediate();
  const [warning] = warnings.splice(0);
  if (warning) throw new Error(`Node warned: ${warning.name}: ${warning.message}`, { cause: warning });
}
