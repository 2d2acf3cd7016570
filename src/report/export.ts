import { renderJson } from './render/json.ts';
import { renderFindingMarkdown, renderMarkdown } from './render/markdown.ts';
import type { Report } from './report.ts';

/** Formats of {@link exportFinding}. */
export type ExportFormat = 'json' | 'markdown';

/**
 * One finding, to hand on by itself, or everything. Of one finding JSON is its entry in `findings`, and Markdown a page about it; of all it
 * is the report as JSON, or the postmortem. Pure: what has to be redacted has been before.
 *
 * @param id Id of a finding of the report, or `all`.
 * @returns Undefined where the report has no such finding.
 */
export function exportFinding(report: Report, id: string, format: ExportFormat): string | undefined {
  if (id === 'all') return format === 'json' ? renderJson(report, { forTerminal: false }) : renderMarkdown(report);
  const finding = report.findings.find((one) => one.id === id);
  if (finding === undefined) return undefined;
  return format === 'json' ? `${JSON.stringify(finding, undefined, 2)}\n` : renderFindingMarkdown(finding, report);
}
