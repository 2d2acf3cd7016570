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

type Judged = Omit<RankedMatch, 'causes' | 'causedBy'>;

const ROLE_TIER: Readonly<Record<Role, number>> = { cause: 0, trigger: 0, amplifier: 1, symptom: 2, consequence: 2, refuted: 3 };
const SEVERITY_TIER: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

/**
 * Orders matches: causes before what they explain; then stable signatures, the role, the score, the severity and the
 * order of reading. Links go from a cause to each match of the same scope that its signature explains. `penalty` is
 * taken from every score (unread input). The numbers in `causes` and `causedBy` are places in the result.
 */
export function rank(matches: readonly Match[], penalty: readonly ScoredEvidence[]): readonly RankedMatch[] {
  const judged = matches.flatMap((match): Judged[] => {
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
  const causesOf = explainers(byMerit);
  const explaining = (effect: Judged) =>
    (causesOf.get(effect.compiled.signature.id) ?? []).filter(
      (cause) => cause !== effect && sameScope(cause.candidate.anchor.fact.scope, effect.candidate.anchor.fact.scope),
    );

  const ordered: Judged[] = [];
  const placed = new Set<Judged>();
  const visiting = new Set<Judged>();
  function visit(match: Judged): void {
    // A circle of explanations (a signature pack's mistake) is broken where it closes.
    if (placed.has(match) || visiting.has(match)) return;
    visiting.add(match);
    // An experimental cause is linked, but does not come before a stable match: it must not head the verdict.
    for (const cause of explaining(match)) if (statusTier(cause) <= statusTier(match)) visit(cause);
    visiting.delete(match);
    placed.add(match);
    ordered.push(match);
  }
  for (const match of byMerit) visit(match);

  const places = new Map(ordered.map((match, i) => [match, i]));
  const causes = ordered.map((): number[] => []);
  const causedBy = ordered.map((match, effect) => {
    const by = explaining(match)
      .map((cause) => places.get(cause) ?? 0)
      .toSorted((a, b) => a - b);
    for (const cause of by) causes[cause]?.push(effect);
    return by;
  });
  return ordered.map((match, i) => ({ ...match, causes: causes[i] ?? [], causedBy: causedBy[i] ?? [] }));
}

/** By the id of what is explained: the matches that can explain it, best first. */
function explainers(byMerit: readonly Judged[]): ReadonlyMap<string, readonly Judged[]> {
  const causesOf = new Map<string, Judged[]>();
  for (const match of byMerit) {
    if (match.confidence === 'weak') continue;
    for (const effect of new Set(match.compiled.signature.explains)) {
      const known = causesOf.get(effect);
      if (known === undefined) causesOf.set(effect, [match]);
      else known.push(match);
    }
  }
  return causesOf;
}

/** The strongest matches of one signature, at most so many; of equals those that were read first. */
export function strongest(matches: readonly Match[], most: number): readonly Match[] {
  if (matches.length <= most) return matches;
  return matches
    .map((match) => ({ match, score: judge(match.scoring).score, place: place(match) }))
    .toSorted((a, b) => b.score - a.score || compareText(a.place, b.place))
    .slice(0, most)
    .map(({ match }) => match);
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
