import { sameScope } from '../evidence/case-file.ts';
import type { Match } from './evaluate.ts';
import type { Confidence } from './finding.ts';
import { type ScoredEvidence, judge } from './score.ts';
import type { Role, Severity } from './signature.ts';
import { citationsOf } from './candidate.ts';
import { mayFollow } from './when.ts';

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
 * Orders matches: causes before what they explain; then stable signatures, those that are more than information, the role, the score, the
 * severity and the order of reading. Links go from a cause to each match that its signature explains, where it may have come about by it
 * ({@link mayCause}). `penalty` is taken from every score (unread input). The numbers in `causes` and `causedBy` are places in the result.
 */
export function rank(matches: readonly Match[], penalty: readonly ScoredEvidence[]): readonly RankedMatch[] {
  const judged = matches.flatMap((match): Judged[] => {
    const scoring = [...match.scoring, ...penalty];
    const { score, confidence } = judge(scoring);
    return confidence === undefined ? [] : [{ ...match, scoring, score, confidence }];
  });
  const byMerit = judged.toSorted((a, b) => decisive(a, b)?.order ?? 0);
  const causesOf = explainers(byMerit);
  const explaining = (effect: Judged) =>
    (causesOf.get(effect.compiled.signature.id) ?? []).filter((cause) => cause !== effect && mayCause(cause, effect));

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

/**
 * Whether one match may have come about by another: they can be of one process, the cause is not known to have begun after its effect was over,
 * and they are not two crashes, since a process dies once.
 */
function mayCause(cause: Judged, effect: Judged): boolean {
  return (
    sameScope(cause.candidate.anchor.fact.scope, effect.candidate.anchor.fact.scope) &&
    mayFollow(cause.when, effect.when) &&
    mayBeOneDeath(cause.deaths, effect.deaths)
  );
}

function mayBeOneDeath(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size === 0 || b.size === 0) return true;
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  for (const id of fewer) if (more.has(id)) return true;
  return false;
}

/** What decides which of two matches comes first, where neither accounts for the other: the first of these in which they differ. */
const MERITS: readonly { readonly merit: Merit; readonly compare: (a: Merited, b: Merited) => number }[] = [
  { merit: 'status', compare: (a, b) => statusTier(a) - statusTier(b) },
  // It never is the verdict: a dump that was asked for stands behind the faintest reason why somebody asked.
  { merit: 'information', compare: (a, b) => Number(isInformation(a)) - Number(isInformation(b)) },
  { merit: 'role', compare: (a, b) => roleTier(a) - roleTier(b) },
  // What ended the process comes before what else is wrong with it.
  { merit: 'death', compare: (a, b) => Number(b.deaths.size > 0) - Number(a.deaths.size > 0) },
  { merit: 'score', compare: (a, b) => b.score - a.score },
  { merit: 'severity', compare: (a, b) => severityTier(a) - severityTier(b) },
  { merit: 'id', compare: (a, b) => compareText(a.compiled.signature.id, b.compiled.signature.id) },
  { merit: 'place', compare: (a, b) => compareText(place(a), place(b)) },
];

/** In what two matches differ that decides their order. */
export type Merit = 'status' | 'information' | 'role' | 'death' | 'score' | 'severity' | 'id' | 'place';

type Merited = Match & Pick<RankedMatch, 'score'>;

/** What decides between two matches by themselves, and which comes first (negative: `a`); undefined where they are alike in all. */
export function decisive(a: Merited, b: Merited): { readonly merit: Merit; readonly order: number } | undefined {
  for (const { merit, compare } of MERITS) {
    const order = compare(a, b);
    if (order !== 0) return { merit, order };
  }
  return undefined;
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
const isInformation = (match: Match) => match.compiled.signature.severity === 'info';
const roleTier = (match: Match) => ROLE_TIER[match.compiled.signature.role];
const severityTier = (match: Match) => SEVERITY_TIER[match.compiled.signature.severity];

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function place(match: Match): string {
  const [citation] = citationsOf(match.candidate.anchor);
  return `${citation.path}:${String(citation.firstLine ?? 0).padStart(12, '0')}`;
}
