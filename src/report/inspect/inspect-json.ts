import type { InspectReport } from './inspect-report.js';

/** The report as the one line of JSON that `--json` prints, without a line end; shares are rounded to four digits. */
export function inspectJson(report: InspectReport): string {
  return JSON.stringify(report, (key, value: unknown) =>
    key === 'share' && typeof value === 'number' ? Number(value.toFixed(4)) : value,
  );
}
