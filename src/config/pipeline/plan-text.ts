import type { PlanSetting } from './plan-settings.js';

/**
 * Writes a plan for a person, one line a value: `target.table = sales.orders  (orders.sluice.yaml:4:10)`.
 *
 * @returns Lines, each with its end.
 */
export function planText(settings: readonly PlanSetting[]): string {
  return settings.map(({ key, value, origin }) => `${key} = ${valueText(value)}  (${origin})\n`).join('');
}

/** Writes a plan as one JSON object: `{"target.table":{"value":"sales.orders","origin":"--table"},…}`, with a line end. */
export function planJson(settings: readonly PlanSetting[]): string {
  const entries = settings.map(({ key, value, origin }) => [key, { value, origin }] as const);
  return `${JSON.stringify(Object.fromEntries(entries))}\n`;
}

function valueText(value: PlanSetting['value']): string {
  return typeof value === 'object' ? `[${value.join(', ')}]` : String(value);
}
