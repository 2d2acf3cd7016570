import type { CaseFile } from '../../evidence/case-file.ts';
import type { LogFact } from '../../evidence/facts/log.ts';
import type { Finding } from '../../matcher/finding.ts';
import { sanitize } from '../../text/safe-text.ts';
import type { TimelineEntry } from '../report.ts';
import { shortened } from './shortened.ts';

/** Lines of logs that findings cite, first and last, where they have a time with its zone. */
export function citedLogEntries(caseFile: CaseFile, findings: readonly Finding[]): TimelineEntry[] {
  return citedLogs(caseFile.of('log'), findings).flatMap((fact): TimelineEntry[] => {
    const { message, count, firstUnixMs, lastUnixMs, citations } = fact;
    const [first, last = first] = citations;
    const entry = (atMs: number, which: string, citation = first): TimelineEntry => ({
      atMs,
      clock: 'unix',
      kind: 'log',
      event: sanitize(`log: ${shortened(message)}${which}`),
      citation,
    });
    if (firstUnixMs === undefined) return [];
    if (count === 1 || lastUnixMs === undefined || lastUnixMs === firstUnixMs) return [entry(firstUnixMs, ofMany(count))];
    return [entry(firstUnixMs, ` (first of ${count})`), entry(lastUnixMs, ` (last of ${count})`, last)];
  });
}

/** The lines of logs that findings cite as evidence, whichever way it speaks. */
export function citedLogs(logs: readonly LogFact[], findings: readonly Pick<Finding, 'evidence'>[]): readonly LogFact[] {
  const cited = new Set<string>();
  for (const { evidence } of findings)
    for (const { citation, more } of evidence) for (const { path, firstLine } of [citation, ...more]) cited.add(`${firstLine} ${path}`);
  return logs.filter(({ citations }) => citations.some(({ path, firstLine }) => cited.has(`${firstLine} ${path}`)));
}

/** That there are more lines of the kind, where there are. */
export function ofMany(count: number): string {
  return count === 1 ? '' : ` (the first of ${count})`;
}
