import type { CaseFile } from '../evidence/case-file.ts';
import type { Citation } from '../evidence/citation.ts';
import type { GoVersionRange } from '../evidence/facts/dump.ts';
import type { FactType } from '../evidence/facts/index.ts';
import { type SafeText, oneLine, sanitize } from '../text/safe-text.ts';
import { type Bound, type Candidate, anchorsOf, citationsOf, complete } from './candidate.ts';
import { type CompiledSelection, type CompiledSignature, compileSignature } from './compile.ts';
import type { Clause } from './condition.ts';
import { type CameTo, evaluate, goVersionsOf, isApplicable } from './evaluate.ts';
import { type Failing, failing } from './failing.ts';
import type { Confidence, ScoreLine } from './finding.ts';
import { inOrder } from './judgement.ts';
import { mentions } from './keywords.ts';
import { fillWithPlaceNames, withPlaceNames } from './place-names.ts';
import { predicateWords, valueWords } from './predicate-words.ts';
import { type ScoredEvidence, judge, points } from './score.ts';
import { Selector, type Watch } from './selector.ts';
import type { Signature } from './signature.ts';

/** Candidates that are told in full, at most: the nearest ones. */
const TOLD = 3;

/** How the outcome of one signature over a case file came about. Made by the evaluation itself, which is watched. */
export interface SignatureTrace {
  /** Facts that the signature asks for, and how many there are; without any of them it does not apply. */
  readonly applies: {
    readonly holds: boolean;
    readonly facts: readonly { readonly type: FactType; readonly count: number }[];
    /** Releases of Go that it concerns; absent where all. */
    readonly go?: string;
    /** The signature is a page and no rule, and why. */
    readonly pageOnly?: SafeText;
  };
  /** Words of which one must stand in what was read; `holds` where there are none. Absent where it came not so far. */
  readonly keywords?: { readonly holds: boolean; readonly wanted: readonly SafeText[]; readonly found: readonly SafeText[] };
  /** What the selections that candidates begin with found in the whole bundle. Empty where it came not so far. */
  readonly anchors: readonly SelectionTrace[];
  /** The nearest candidates, in full. */
  readonly candidates: readonly CandidateTrace[];
  /** How many candidates there are of each kind, those that are told in full among them. */
  readonly counts: Readonly<Partial<Record<CandidateTrace['cameTo'], number>>>;
}

/** What one selection found. */
export interface SelectionTrace {
  /** Name of the selection. */
  readonly evidence: string;
  /** Role of that selection. */
  readonly role: CompiledSelection['role'];
  /** What it adds to the score where it holds. */
  readonly points: number;
  /** It is a guess by itself: never alone enough. */
  readonly guess: boolean;
  /** Type of the facts that it looks at; absent where it looks at what another selection found. */
  readonly fact?: FactType;
  /** List of each fact whose elements it looks at; absent where the facts themselves. */
  readonly each?: string;
  /** Selection whose facts it looks at; absent where it looks at all of a type. */
  readonly of?: string;
  /** Facts, or elements of facts, that it was tried on: it stops at a hundred that it takes. */
  readonly lookedAt: number;
  /** Those that it selects. */
  readonly matched: number;
  /** Of these, those that are left out since they are of another pod or container than the anchor. */
  readonly elsewhere: number;
  /** What it says: filled in where it found something, else with names of places. */
  readonly statement: SafeText;
  /** Where the first one that it took stands. */
  readonly citation?: Citation;
  /** Where it took nothing: the one that came nearest, and what was in the way. */
  readonly nearest?: NearMiss;
}

/** A fact that a selection did not take, and why. */
export interface NearMiss {
  /** Id of the fact. */
  readonly fact: string;
  /** Where it stands. */
  readonly citation: Citation;
  /** The first field that is not as it must be; absent where it is of another pod or container than the anchor. */
  readonly field?: string;
  /** What stands there, in words. */
  readonly found: SafeText;
  /** What must stand there, in words. */
  readonly wanted: SafeText;
  /** Tests of fields that it passes. */
  readonly passed: number;
  /** Tests of fields that there are. */
  readonly tests: number;
}

/** A part of the condition, and whether it is so. */
export interface ClauseTrace {
  /** As it can be read. */
  readonly text: string;
  /** What joins its parts; absent for the name of a selection, which holds where that found something. */
  readonly operator?: 'not' | 'and' | 'or';
  /** Whether it is so. */
  readonly holds: boolean;
  /** What it is made of. */
  readonly parts: readonly ClauseTrace[];
}

/** One way in which the signature may hold, and what it came to. */
export interface CandidateTrace {
  /** Id of the fact that it begins with. */
  readonly anchor: string;
  /** Where that stands. */
  readonly citation: Citation;
  /**
   * `holds`: it is a finding. `outweighed`: the condition holds, and what speaks against it takes the score below 1. `suspected`: the condition
   * does not hold, but the suspicion is worth naming. `fails`: neither. `other-release`: its facts are of other releases of Go.
   */
  readonly cameTo: 'holds' | 'outweighed' | 'suspected' | 'fails' | 'other-release';
  /** Releases of Go that its facts can come from; absent where they do not say. */
  readonly goVersions?: GoVersionRange;
  /** What tells findings of the signature apart, joined. */
  readonly distinct: SafeText;
  /** Every selection, in order. */
  readonly selections: readonly SelectionTrace[];
  /** The condition, clause by clause. */
  readonly condition: ClauseTrace;
  /** Selections that must follow one another where they are in one file; absent where none must. */
  readonly order?: { readonly holds: boolean; readonly names: readonly string[] };
  /** When the signature is worth a suspicion, whether it is so, and what is missing then. */
  readonly suspicions: readonly { readonly when: ClauseTrace; readonly missing: SafeText }[];
  /** The arithmetic; empty where the condition does not hold. */
  readonly scoring: readonly ScoreLine[];
  /** Sum of `scoring`; absent where the condition does not hold. */
  readonly score?: number;
  /** What the sum is worth; absent where too little is left. */
  readonly confidence?: Confidence;
}

interface Seen {
  readonly candidate: Candidate;
  readonly cameTo: CameTo;
  readonly distinct: string;
}

/**
 * Evaluates one signature and tells how its outcome came about. Throws only where the signature itself is broken.
 *
 * @param penalty What is taken from every score (unread input).
 * @param first Id of the anchor of the candidate that is to be told first, where one is asked for.
 */
export function traceSignature(
  signature: Signature,
  caseFile: CaseFile,
  penalty: readonly ScoredEvidence[],
  first?: string,
): SignatureTrace {
  const { applies, keywords, pageOnly } = signature;
  const trace = {
    applies: {
      holds: isApplicable(signature, caseFile),
      facts: applies.facts.map((type) => ({ type, count: caseFile.of(type).length })),
      ...(applies.go === undefined ? {} : { go: applies.go }),
      ...(pageOnly === undefined ? {} : { pageOnly: sanitize(pageOnly) }),
    },
    anchors: [],
    candidates: [],
    counts: {},
  };
  if (!trace.applies.holds) return trace;
  const found = keywords.filter((one) => mentions(caseFile, [one]));
  const words = { holds: mentions(caseFile, keywords), wanted: keywords.map(oneLine), found: found.map(oneLine) };
  if (!words.holds) return { ...trace, keywords: words };

  const compiled = compileSignature(signature);
  const seen: Seen[] = [];
  evaluate(compiled, caseFile, (candidate, cameTo, distinct) => seen.push({ candidate, cameTo, distinct }));
  const anchors = anchorTraces(compiled, caseFile);
  const counts: Partial<Record<CandidateTrace['cameTo'], number>> = {};
  for (const one of seen) {
    const kind = outcomeOf(one.cameTo, penalty);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const candidates = nearestOf(seen, penalty, first).map((one) => candidateTrace(compiled, caseFile, one, penalty, anchors));
  return { ...trace, keywords: words, anchors: [...anchors.values()], candidates, counts };
}

function outcomeOf(cameTo: CameTo, penalty: readonly ScoredEvidence[]): CandidateTrace['cameTo'] {
  if (cameTo.kind !== 'holds') return cameTo.kind;
  return judge([...cameTo.scoring, ...penalty]).confidence === undefined ? 'outweighed' : 'holds';
}

const NEARNESS: Readonly<Record<CandidateTrace['cameTo'], number>> = {
  holds: 0,
  outweighed: 1,
  suspected: 2,
  fails: 3,
  'other-release': 4,
};

/** The nearest candidates, one for each finding that there would be: by what they came to, then by what speaks for them. */
function nearestOf(seen: readonly Seen[], penalty: readonly ScoredEvidence[], first: string | undefined): readonly Seen[] {
  const sorted = seen
    .map((one) => ({ one, wanted: one.candidate.anchor.fact.id === first, kind: outcomeOf(one.cameTo, penalty), weight: weightOf(one) }))
    .toSorted((a, b) => Number(b.wanted) - Number(a.wanted) || NEARNESS[a.kind] - NEARNESS[b.kind] || b.weight - a.weight);
  const told = new Map<string, Seen>();
  for (const { one, kind } of sorted) {
    const key = `${kind}\n${one.distinct}`;
    if (!told.has(key)) told.set(key, one);
    if (told.size >= TOLD) break;
  }
  return [...told.values()];
}

/** What a candidate has found: the sum where it holds, else the number of its selections. */
function weightOf({ candidate, cameTo }: Seen): number {
  return cameTo.kind === 'holds' ? judge(cameTo.scoring).score : candidate.bound.size;
}

/** Counts what selections make of the facts that they are tried on. */
class Tally implements Watch {
  readonly #by = new Map<CompiledSelection, Counted>();

  tried(selection: CompiledSelection, one: Bound, lookup: (path: string) => unknown, held: boolean): void {
    const counted = this.of(selection);
    counted.lookedAt++;
    if (held) {
      counted.matched++;
      return;
    }
    const failed = failing(selection.test, one.value, lookup);
    if (failed === undefined || (counted.nearest !== undefined && failed.passed <= counted.nearest.passed)) return;
    // What was bound is said as it was at that time.
    const wanted = predicateWords(failed.test.predicate, lookup);
    counted.nearest = { ...failed, one, wanted };
  }

  elsewhere(selection: CompiledSelection, one: Bound): void {
    const counted = this.of(selection);
    counted.elsewhere++;
    counted.away ??= one;
  }

  of(selection: CompiledSelection): Counted {
    let counted = this.#by.get(selection);
    if (counted === undefined) {
      counted = { lookedAt: 0, matched: 0, elsewhere: 0 };
      this.#by.set(selection, counted);
    }
    return counted;
  }
}

interface Counted {
  lookedAt: number;
  matched: number;
  elsewhere: number;
  nearest?: Failing & { readonly one: Bound; readonly wanted: string };
  /** The first that is of another pod or container. */
  away?: Bound;
}

/** What the anchors found in the whole bundle, by name. */
function anchorTraces(compiled: CompiledSignature, caseFile: CaseFile): ReadonlyMap<string, SelectionTrace> {
  const tally = new Tally();
  const selector = new Selector(caseFile, tally);
  return new Map(
    compiled.anchors.map((anchor) => {
      const found = [...anchorsOf(anchor, selector)].slice(0, 1);
      return [anchor.name, selectionTrace(anchor, tally.of(anchor), found, () => undefined)];
    }),
  );
}

function candidateTrace(
  compiled: CompiledSignature,
  caseFile: CaseFile,
  { candidate, cameTo, distinct }: Seen,
  penalty: readonly ScoredEvidence[],
  anchors: ReadonlyMap<string, SelectionTrace>,
): CandidateTrace {
  const { anchor, first } = candidate;
  const tally = new Tally();
  // The same once more, with somebody who watches.
  const { bound, lookup } = complete(compiled, caseFile, new Selector(caseFile, tally), first, anchor);
  const matched = (name: string) => bound.has(name);
  const order = compiled.signature.correlate?.order;
  const scoring = cameTo.kind === 'holds' ? [...cameTo.scoring, ...penalty] : [];
  const goVersions = goVersionsOf(candidate, caseFile);
  return {
    anchor: anchor.fact.id,
    citation: citationsOf(anchor)[0],
    cameTo: outcomeOf(cameTo, penalty),
    ...(goVersions === undefined ? {} : { goVersions }),
    distinct: sanitize(distinct.replaceAll('\n', ', ')),
    selections: compiled.selections.map((selection) => {
      const own = selectionTrace(selection, tally.of(selection), bound.get(selection.name) ?? [], lookup);
      const whole = selection === first ? anchors.get(selection.name) : undefined;
      return whole === undefined ? own : { ...own, lookedAt: whole.lookedAt, matched: whole.matched };
    }),
    condition: clauseTrace(compiled.condition, matched),
    ...(order === undefined ? {} : { order: { holds: inOrder(compiled, candidate), names: order } }),
    suspicions: compiled.signature.inconclusive.map(({ missing }, i) => ({
      when: clauseTrace(compiled.suspicions[i]?.when ?? compiled.condition, matched),
      missing: fillWithPlaceNames(missing, lookup),
    })),
    scoring: scoring.map(({ evidence, points: value, statement }) => ({ evidence, points: value, statement })),
    ...(scoring.length === 0 ? {} : judge(scoring)),
  };
}

function selectionTrace(
  selection: CompiledSelection,
  { lookedAt, matched, elsewhere, nearest, away }: Counted,
  found: readonly Bound[],
  lookup: (path: string) => unknown,
): SelectionTrace {
  const { name, role, weight, guess, fact, each, of, says } = selection;
  const [first] = found;
  const asGuess = first !== undefined && selection.guessOf(first.value) !== undefined;
  const text = asGuess ? (selection.likely?.says ?? says) : says;
  return {
    evidence: name,
    role,
    points: points(weight, role === 'contradicting'),
    guess: guess === true || asGuess,
    ...(fact === undefined ? {} : { fact }),
    ...(each === undefined ? {} : { each }),
    ...(of === undefined ? {} : { of }),
    lookedAt,
    matched,
    elsewhere,
    // Filled in, what found nothing would claim what is not so.
    statement: first === undefined ? withPlaceNames(text) : fillWithPlaceNames(text, lookup),
    ...(first === undefined ? {} : { citation: citationsOf(first)[0] }),
    ...(first !== undefined ? {} : nearMiss(selection, nearest, away)),
  };
}

function nearMiss(selection: CompiledSelection, nearest: Counted['nearest'], away: Bound | undefined): { readonly nearest?: NearMiss } {
  const tests = selection.test.fields?.length ?? 0;
  if (away !== undefined) {
    const { fact } = away;
    const whose = Object.entries(fact.scope).map(([field, value]) => `${field} ${String(value)}`);
    return {
      nearest: {
        fact: fact.id,
        citation: citationsOf(away)[0],
        found: oneLine(`of ${whose.join(', ')}`),
        wanted: oneLine('of the same pod, container and run as the anchor'),
        passed: tests,
        tests,
      },
    };
  }
  if (nearest === undefined) return {};
  const { one, field, found, wanted, passed } = nearest;
  return {
    nearest: {
      fact: one.fact.id,
      citation: citationsOf(one)[0],
      field,
      found: oneLine(valueWords(found)),
      wanted: oneLine(wanted),
      passed,
      tests,
    },
  };
}

function clauseTrace({ text, operator, parts, holds }: Clause, matched: (name: string) => boolean): ClauseTrace {
  return {
    text,
    ...(operator === undefined ? {} : { operator }),
    holds: holds(matched),
    parts: parts.map((part) => clauseTrace(part, matched)),
  };
}
