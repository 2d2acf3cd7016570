import type { Citation } from '../../evidence/citation.ts';
import type { Finding } from '../../matcher/finding.ts';
import { placeOf } from '../../report/render/text/layout.ts';
import { suspicionsOf } from '../../report/suspicions.ts';
import type { Report } from '../../report/report.ts';
import type { Target } from '../view.ts';

/** Where a citation leads: to its line, or to the view of a profile that has no lines. */
export function placeTarget({ path, firstLine }: Citation, report: Report): Target {
  if (firstLine !== undefined) return { view: 'file', path, line: firstLine };
  if (report.facts.heap.some(({ citations }) => citations.some((one) => one.path === path))) return { view: 'memory' };
  const dump = report.facts.dumps.find(({ artifact }) => artifact === path);
  return dump === undefined ? { view: 'files' } : { view: 'goroutines', dump: dump.id };
}

/** A block that can be quoted: what it is about, where it stands, the lines themselves. */
export function quoteOf(title: string, { excerpt, ...place }: Citation, ...more: readonly string[]): string {
  return [title, placeOf({ excerpt, ...place }), ...(excerpt === '' ? [] : [excerpt]), ...more].join('\n');
}

/** By file and line, once for a report: several views ask for each row. */
const restingOn = new WeakMap<Report, ReadonlyMap<string, readonly Finding[]>>();

/**
 * The findings that rest on what begins at a place: they cite, as evidence for themselves, lines that begin there. Lines within a longer citation are not
 * meant: a finding that cites a whole dump rests on none of its goroutines alone.
 */
export function findingsOn(report: Report, { path, firstLine }: Citation): readonly Finding[] {
  let known = restingOn.get(report);
  if (known === undefined) restingOn.set(report, (known = indexed(report)));
  return firstLine === undefined ? [] : (known.get(`${firstLine} ${path}`) ?? []);
}

function indexed({ findings }: Report): ReadonlyMap<string, readonly Finding[]> {
  const index = new Map<string, Finding[]>();
  for (const finding of findings)
    for (const { citation, more, role } of finding.evidence)
      if (role !== 'contradicting')
        for (const { path, firstLine } of [citation, ...more]) {
          const key = `${firstLine} ${path}`;
          const there = index.get(key);
          if (there === undefined) index.set(key, [finding]);
          else if (!there.includes(finding)) there.push(finding);
        }
  return index;
}

/** Lines of a file that a finding cites. */
export interface CitedLines {
  readonly first: number;
  readonly last: number;
  readonly finding: Finding;
  readonly statement: string;
  readonly citation: Citation;
}

/** Everything in a file that findings cite, in the order of its lines; those that are cited for more come first. */
export function citedLines(report: Report, path: string): readonly CitedLines[] {
  return report.findings
    .flatMap((finding) =>
      finding.evidence.flatMap(({ citation, more, statement }) =>
        [citation, ...more].flatMap((one): CitedLines[] =>
          one.path === path && one.firstLine !== undefined
            ? [{ first: one.firstLine, last: one.lastLine ?? one.firstLine, finding, statement, citation: one }]
            : [],
        ),
      ),
    )
    .toSorted((a, b) => a.first - b.first || b.last - a.last);
}

/** How often findings, suspicions and refuted explanations cite each file. */
export function citationCounts(report: Report): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { evidence } of [...report.findings, ...suspicionsOf(report), ...report.refuted])
    for (const { citation, more } of evidence) for (const { path } of [citation, ...more]) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}
