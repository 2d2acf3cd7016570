import type { FindingTriage } from '../matcher/finding.ts';
import { oneLine } from '../text/safe-text.ts';
import type { Report } from './report.ts';

/** A mark with its note, as it is kept: the note is not safe to show yet. */
export interface TriageSaid {
  readonly mark: FindingTriage['mark'];
  readonly note: string;
}

/**
 * The report with what people have said of its findings, by their keys. Nothing else changes: neither what was found, nor its order,
 * nor the verdict. Pure.
 */
export function withTriage(report: Report, said: ReadonlyMap<string, TriageSaid>): Report {
  if (!report.findings.some(({ key }) => said.has(key))) return report;
  return {
    ...report,
    findings: report.findings.map((finding) => {
      const one = said.get(finding.key);
      if (one === undefined || (one.mark === 'open' && one.note === '')) return finding;
      return { ...finding, triage: { mark: one.mark, note: oneLine(one.note) } };
    }),
  };
}
