import type { Finding, Inconclusive } from '../matcher/finding.ts';
import type { Severity } from '../matcher/signature.ts';
import { type SafeText, sanitize } from '../text/safe-text.ts';
import type { NextBest, Report } from './report.ts';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/**
 * What else may be behind it: the first finding that is neither in the chain of this one nor for information only, else the suspicion that has
 * most for it. Undefined where there is neither.
 */
export function nextBest(finding: Finding, { findings, inconclusive }: Pick<Report, 'findings' | 'inconclusive'>): NextBest | undefined {
  const chain = new Set([...reached(finding, 'causes', findings), ...reached(finding, 'causedBy', findings)]);
  const other = findings.find(({ id, severity }) => severity !== 'info' && !chain.has(id));
  if (other !== undefined) return { finding: other.id, title: other.title, why: compared(other, finding) };
  const [suspicion] = inconclusive.toSorted(
    (a, b) => weight(b) - weight(a) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  if (suspicion === undefined) return undefined;
  const missing = suspicion.missing.join('; ');
  return { suspicion: suspicion.signature, title: suspicion.title, why: sanitize(`not settled; missing: ${missing}`) };
}

/** The finding itself, and all that its chain leads to in one direction. */
function reached(finding: Finding, direction: 'causes' | 'causedBy', findings: readonly Finding[]): ReadonlySet<string> {
  const byId = new Map(findings.map((one) => [one.id, one]));
  const found = new Set([finding.id]);
  for (const id of found) for (const next of byId.get(id)?.[direction] ?? []) found.add(next);
  return found;
}

function compared(other: Finding, { id, score }: Finding): SafeText {
  return sanitize(`${other.confidence} evidence, ${other.severity} severity, score ${other.score}; ${id} has ${score}`);
}

/** Pieces of evidence for it, less those against it. */
function weight({ evidence }: Inconclusive): number {
  return evidence.reduce((sum, { role }) => sum + (role === 'contradicting' ? -1 : 1), 0);
}
