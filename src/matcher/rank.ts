import { sameScope } from '../evidence/case-file.ts';
import type { Match } from './evaluate.ts';
import type { Confidence } from './finding.ts';
import { type ScoredEvidence, judge } from './score.ts';
import type { Role, Severity } from './signature.ts';
import { citationsOf } from './candidate.ts';

/** A match in its place: judged, linked to what it causes and what causes it. */
export interface RankedMatch extends Match {
  readonly score: number;
  readonly confidence: Confidence;
  readonly causes: readonly number[];
  readonly causedBy: readonly number[];
}

const ROLE_TIER: Readonly<Record<Role, number>> = { cause: 0, trigger: 0, amplifier: 1, symptom: 2, consequence: 2, refuted: 3 };
const SEVERITY_TIER: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

/**
 * Orders matches: causes before what they explain; then stable signatures, the role, the score, the severity and the
 * order of reading. Links go from a cause to each match of the same scope that its signature explains. `penalty` is
 * taken from every score (unread input). The numbers in `causes` and `causedBy` are places in the result.
 */
export function rank(matches: readonly Match[], penalty: readonly ScoredEvidence[]): readonly RankedMatch[] {
  const judged = matches.flatMap((match) => {
    const scoring = [...match.scoring, ...penalty];
    const { score, confidence } = judge(scoring);
    return confidence === undefined ? [] : [{ ...match, scoring, score, confidence }];
  });
  const byMerit = judged.toSorted(
    (a, b) =>
      statusTier(a) - statusTier(b) ||
      roleTier(a) - roleTier(b) ||
      b.score - a.score ||
      severityTier(a) - severityTier(b) ||
      compareText(a.compiled.signature.id, b.compiled.signature.id) ||
      compareText(place(a), place(b)),
  );
  const explains = (cause: (typeof byMerit)[number], effect: (typeof byMerit)[number]) =>
    cause !== effect &&
    cause.confidence !== 'weak' &&
    cause.compiled.signature.explains.includes(effect.compiled.signature.id) &&
    sameScope(cause.candidate.anchor.fact.scope, effect.candidate.anchor.fact.scope);

  const ordered: typeof byMerit = [];
  const placed = new Set<(typeof byMerit)[number]>();
  const visiting = new Set<(typeof byMerit)[number]>();
  function visit(match: (typeof byMerit)[number]): void {
    // A circle of explanations (a signature pack's mistake) is broken where it closes.
    if (placed.has(match) || visiting.has(match)) return;
    visiting.add(match);
    // An experimental cause is linked, but does not come before a stable match: it must not head the verdict.
    for (const cause of byMerit) if (explains(cause, match) && statusTier(cause) <= statusTier(match)) visit(cause);
    visiting.delete(match);
    placed.add(match);
    ordered.push(match);
  }
  for (const match of byMerit) visit(match);

  const placesOf = (wanted: (other: (typeof byMerit)[number]) => boolean) => ordered.flatMap((other, i) => (wanted(other) ? [i] : []));
  return ordered.map((match) => ({
    ...match,
    causes: placesOf((other) => explains(match, other)),
    causedBy: placesOf((other) => explains(other, match)),
  }));
}

const statusTier = (match: Match) => (match.compiled.signature.status === 'stable' ? 0 : 1);
const roleTier = (match: Match) => ROLE_TIER[match.compiled.signature.role];
const severityTier = (match: Match) => SEVERITY_TIER[match.compiled.signature.severity];

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function place(match: Match): string {
  const [citation] = citationsOf(match.candidate.anchor);
  return `${citation.path}:${String(citation.firstLine ?? 0).padStart(12, '0')}`;
}
