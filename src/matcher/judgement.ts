import type { Citation } from '../evidence/citation.ts';
import type { DumpFact } from '../evidence/facts/dump.ts';
import type { EvidenceLine } from './finding.ts';
import { trusted } from '../text/safe-text.ts';
import { type Bound, type Candidate, citationsOf } from './candidate.ts';
import type { CompiledSelection, CompiledSignature } from './compile.ts';
import { type ScoredEvidence, points } from './score.ts';
import type { SafeText } from '../text/safe-text.ts';

/** Further places that are cited for one statement, at most. */
const MORE_CITATIONS = 4;

/** What a candidate comes to. */
export type Judgement =
  | {
      readonly kind: 'holds';
      readonly scoring: readonly ScoredEvidence[];
      readonly evidence: readonly EvidenceLine[];
    }
  | { readonly kind: 'suspected'; readonly missing: readonly SafeText[]; readonly evidence: readonly EvidenceLine[] }
  | { readonly kind: 'fails' };

/** Evaluates the condition of a signature for one candidate and gathers what speaks for and against it. */
export function judgeCandidate(compiled: CompiledSignature, candidate: Candidate): Judgement {
  const matched = (name: string) => candidate.bound.has(name);
  if (compiled.condition.holds(matched) && inOrder(compiled, candidate)) {
    const selections = compiled.selections.filter(({ name }) => matched(name));
    // What is said of a fact that is itself taken as a guess may be true, and be of something else.
    const onGuess = selections.some((selection) =>
      boundTo(selection, candidate).some(({ value }) => selection.guessOf(value) !== undefined),
    );
    return {
      kind: 'holds',
      scoring: selections.map((selection) => ({ ...scoreLine(selection, candidate), ...(onGuess ? { open: true } : {}) })),
      evidence: selections.map((selection) => evidenceLine(selection, candidate)),
    };
  }
  const missing = compiled.suspicions.filter(({ when }) => when.holds(matched)).map((one) => one.missing.render(candidate.lookup));
  if (missing.length === 0) return { kind: 'fails' };
  const evidence = compiled.selections.filter(({ name }) => matched(name)).map((selection) => evidenceLine(selection, candidate));
  return { kind: 'suspected', missing, evidence };
}

function scoreLine(selection: CompiledSelection, candidate: Candidate): ScoredEvidence {
  return {
    evidence: selection.name,
    points: points(selection.weight, selection.role === 'contradicting'),
    statement: statementOf(selection, candidate),
    guessed: isGuess(selection, boundTo(selection, candidate), candidate),
    ...(isOpen(selection, boundTo(selection, candidate), candidate) ? { open: true } : {}),
  };
}

function evidenceLine(selection: CompiledSelection, candidate: Candidate): EvidenceLine {
  const found = boundTo(selection, candidate);
  const [citation, ...more] = found.flatMap((bound) => telling(selection, citationsOf(bound)));
  return {
    evidence: selection.name,
    role: selection.role,
    statement: statementOf(selection, candidate),
    certainty:
      isGuess(selection, found, candidate) || isOpen(selection, found, candidate) ? 'guessed' : (found[0]?.fact.certainty ?? 'derived'),
    citation: citation ?? { path: trusted('(none)'), excerpt: trusted('') },
    more: more.slice(0, MORE_CITATIONS),
  };
}

/** What a selection says of what it is bound to: of a fact that it takes as a guess in other words. */
function statementOf(selection: CompiledSelection, candidate: Candidate): SafeText {
  const [first] = boundTo(selection, candidate);
  return ((first && selection.guessOf(first.value)) ?? selection.statement).render(candidate.lookup);
}

/**
 * Of a fact that was put together from several files, the places that state what a selection speaks of; else those of the same part of the
 * fact, else all.
 */
function telling(selection: CompiledSelection, citations: readonly Citation[]): readonly Citation[] {
  if (citations.every(({ states }) => states === undefined)) return citations;
  const stated = (fits: (field: string, path: string) => boolean): readonly Citation[] =>
    citations.filter(({ states }) => states?.some((field) => selection.fields.some((path) => fits(field, path))));
  const exact = stated((field, path) => field === path || path.startsWith(`${field}.`));
  if (exact.length > 0) return exact;
  const near = stated((field, path) => part(field) === part(path));
  return near.length > 0 ? near : citations;
}

function part(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

function boundTo(selection: CompiledSelection, candidate: Candidate): readonly Bound[] {
  return candidate.bound.get(selection.name) ?? [];
}

function isGuess(selection: CompiledSelection, found: readonly Bound[], candidate: Candidate): boolean {
  if (selection.guess === true || found.length === 0) return selection.guess === true;
  return (
    found.every(({ fact, value }) => fact.certainty === 'guessed' || selection.guessOf(value) !== undefined) ||
    restsOn('partial', selection, found, candidate)
  );
}

/** Whether what is missing may say otherwise: the rest of a message, or of a dump whose end is not shown. */
function isOpen(selection: CompiledSelection, found: readonly Bound[], candidate: Candidate): boolean {
  if (found.some(({ fact }) => fact.type === 'crash' && fact.messageCut === true)) return true;
  return restsOn('unknown', selection, found, candidate);
}

/** Whether what it says rests on what is not in a dump of this integrity. */
function restsOn(integrity: DumpFact['integrity'], selection: CompiledSelection, found: readonly Bound[], { dumpOf }: Candidate): boolean {
  if (selection.needsWhole !== true) return false;
  return found.some(({ fact }) => (fact.type === 'growth' ? fact.baseline : dumpOf(fact)?.integrity) === integrity);
}

/** Whether the selections that must follow one another do, as far as their places can be compared (same file). */
export function inOrder(compiled: CompiledSignature, candidate: Candidate): boolean {
  const places = (compiled.signature.correlate?.order ?? [])
    .map((name) => candidate.bound.get(name)?.[0])
    .filter((bound) => bound !== undefined)
    .map((bound) => citationsOf(bound)[0]);
  return places.every((place, i) => {
    const before = places[i - 1];
    if (before?.firstLine === undefined || place.firstLine === undefined || before.path !== place.path) return true;
    return before.firstLine <= place.firstLine;
  });
}
