import { painterFor } from '../colour.js';
import { inspectJson } from './inspect-json.js';
import type { InspectReport } from './inspect-report.js';
import { renderInspect } from './render-inspect.js';
import { showsUtf8 } from './shows-utf8.js';

/** Where reports are shown to a person. */
export interface ReportScreen {
  readonly stdout: NodeJS.WritableStream;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The reports as they are printed, line ends included.
 *
 * @param screen - Null: one line of JSON each.
 */
export function inspectText(reports: readonly InspectReport[], screen: ReportScreen | null): string {
  if (screen === null) return reports.map((report) => `${inspectJson(report)}\n`).join('');
  const { stdout, env } = screen;
  const columns = 'columns' in stdout && typeof stdout.columns === 'number' ? stdout.columns : 100;
  const view = { paint: painterFor(stdout, env), width: Math.max(80, columns), unicode: showsUtf8(env) };
  return `${reports.map((report) => renderInspect(report, view)).join('\n\n')}\n`;
}
