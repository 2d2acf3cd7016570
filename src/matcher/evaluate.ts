import type { CaseFile } from '../evidence/case-file.ts';
import type { GoVersionRange } from '../evidence/facts/dump.ts';
import type { SafeText } from '../text/safe-text.ts';
import { sanitize } from '../text/safe-text.ts';
import { type Candidate, candidates, dumpOf } from './candidate.ts';
import type { CompiledSignature } from './compile.ts';
import type { Signature } from './signature.ts';
import { FACT_WORDS, savedWords } from './fact-words.ts';
import type { EvidenceLine, NotApplicable } from './finding.ts';
import { mentions } from './keywords.ts';
import { type Judgement, judgeCandidate } from './judgement.ts';
import { type ScoredEvidence, judge } from './score.ts';
import { type When, endsProcess, spanOf, whenOf } from './when.ts';

/** A finding before it is ranked and written out: merged candidates of one signature. */
export interface Match {
  readonly compiled: CompiledSignature;
  /** The candidate that speaks for the others. */
  readonly candidate: Candidate;
  readonly scoring: readonly ScoredEvidence[];
  readonly evidence: readonly EvidenceLine[];
  /** What tells it from other findings of the signature. */
  readonly distinct: string;
  /** When it was, all its places together; absent where that is not known of each. */
  readonly when?: When;
  /** Ids of the crashes that its places begin with, of those that end a process. */
  readonly deaths: ReadonlySet<string>;
}

/** A suspicion that the bundle cannot settle. */
export interface Suspected {
  readonly candidate: Candidate;
  readonly missing: readonly SafeText[];
  readonly evidence: readonly EvidenceLine[];
  readonly distinct: string;
}

/** Outcome of one signature over a whole case file. */
export type Outcome = (
  | { readonly kind: 'matched'; readonly matches: readonly Match[]; readonly suspected: readonly Suspected[] }
  | { readonly kind: 'inconclusive'; readonly suspected: readonly Suspected[] }
  | { readonly kind: 'cleared'; readonly reason: SafeText }
  | ({ readonly kind: 'not-applicable' } & Omit<NotApplicable, 'signature' | 'title'>)
) & {
  /** Not all of the case file was compared: that would take too long. */
  readonly isPartial?: true;
};

/** Whether the bundle has anything that a signature speaks of. */
export function isApplicable({ applies }: Signature, caseFile: CaseFile): boolean {
  // A crash whose head is missing says nothing of what it was not.
  return applies.facts.some((type) =>
    type === 'crash' ? caseFile.of(type).some((crash) => crash.class !== 'head-missing') : caseFile.has(type),
  );
}

/** That a signature does not apply, and what it would need. */
export function notApplicable({ applies, pageOnly }: Signature, caseFile: CaseFile): Outcome & { readonly kind: 'not-applicable' } {
  if (pageOnly !== undefined) return { kind: 'not-applicable', needs: [], reason: sanitize(`it is a page and no rule: ${pageOnly}`) };
  const words = [...new Set(applies.facts.map(savedWords))];
  const some = words.length > 1 ? `${words.slice(0, -1).join(', ')}, or ${words.at(-1) ?? ''}` : words.join('');
  const headless = caseFile.has('crash') && applies.facts.includes('crash') ? '; those in the bundle begin within their stack' : '';
  return { kind: 'not-applicable', needs: applies.facts, reason: sanitize(`it needs ${some}${headless}`) };
}

/** What a candidate came to: its judgement, or that its facts are of releases of Go that the signature does not concern. */
export type CameTo = Judgement | { readonly kind: 'other-release' };

/**
 * Evaluates one signature. Pure; throws only where the signature itself is broken.
 *
 * @param told Told of every candidate, for those who want to know how the outcome came about.
 */
export function evaluate(
  compiled: CompiledSignature,
  caseFile: CaseFile,
  told?: (candidate: Candidate, cameTo: CameTo, distinct: string) => void,
): Outcome {
  const { go } = compiled.signature.applies;
  if (!isApplicable(compiled.signature, caseFile)) return notApplicable(compiled.signature, caseFile);

  if (!mentions(caseFile, compiled.signature.keywords))
    return { kind: 'cleared', reason: sanitize(`looked at ${lookedAt(compiled, caseFile)}`) };

  const matches = new Map<string, Match>();
  const suspected = new Map<string, Suspected>();
  let contradicted = false;
  let admitted = false;
  let seen = false;
  const all = candidates(compiled, caseFile);
  let next = all.next();
  for (; next.done !== true; next = all.next()) {
    const candidate = next.value;
    seen = true;
    if (compiled.go?.admits(goVersionsOf(candidate, caseFile)) === false) {
      told?.(candidate, { kind: 'other-release' }, '');
      continue;
    }
    admitted = true;
    const judgement = judgeCandidate(compiled, candidate);
    const distinct = compiled.signature.distinct.map((path) => JSON.stringify(candidate.lookup(path) ?? '')).join('\n');
    const key = distinct === '' ? podOf(candidate) : distinct;
    told?.(candidate, judgement, distinct);
    if (judgement.kind === 'holds') {
      if (judge(judgement.scoring).confidence === undefined) contradicted = true;
      else {
        const match = matchOf(compiled, candidate, caseFile, distinct, judgement);
        matches.set(key, merge(matches.get(key), match));
      }
    } else if (judgement.kind === 'suspected' && !suspected.has(key))
      suspected.set(key, { candidate, distinct, missing: judgement.missing, evidence: judgement.evidence });
  }
  const partial = next.value ? { isPartial: true as const } : {};
  // What was found needs no further suspicion: a group that is small in the first dump has grown by the second.
  for (const key of matches.keys()) suspected.delete(key);
  if (matches.size > 0) return { kind: 'matched', matches: [...matches.values()], suspected: [...suspected.values()], ...partial };
  if (suspected.size > 0) return { kind: 'inconclusive', suspected: [...suspected.values()], ...partial };
  if (seen && !admitted && go !== undefined)
    return {
      kind: 'not-applicable',
      needs: [],
      go,
      reason: sanitize(`it concerns Go ${go} only, and what was found is of other releases`),
    };
  return {
    kind: 'cleared',
    reason: sanitize(contradicted ? 'what speaks against it outweighs what speaks for it' : `looked at ${lookedAt(compiled, caseFile)}`),
    ...partial,
  };
}

/** Where nothing else tells findings of a signature apart, those of two pods are two. */
function podOf({ anchor: { fact } }: Candidate): string {
  const { namespace, pod } = fact.scope;
  return pod === undefined ? '' : JSON.stringify([namespace, pod]);
}

function matchOf(
  compiled: CompiledSignature,
  candidate: Candidate,
  caseFile: CaseFile,
  distinct: string,
  { scoring, evidence }: Pick<Match, 'scoring' | 'evidence'>,
): Match {
  const { fact } = candidate.anchor;
  const when = whenOf(compiled, candidate, caseFile);
  const deaths = new Set(fact.type === 'crash' && endsProcess(fact.class) ? [fact.id] : []);
  return { compiled, candidate, distinct, scoring, evidence, deaths, ...(when === undefined ? {} : { when }) };
}

/** Keeps the stronger of two candidates of the same finding, and the places of both. */
function merge(known: Match | undefined, added: Match): Match {
  if (known === undefined) return added;
  const [better, other] = speaksBefore(added, known) ? [added, known] : [known, added];
  const evidence = better.evidence.map((line) => {
    const twin = other.evidence.find((one) => one.evidence === line.evidence);
    if (twin === undefined) return line;
    const more = [...line.more, twin.citation, ...twin.more].filter(
      (citation, i, all) =>
        (citation.path !== line.citation.path || citation.firstLine !== line.citation.firstLine) &&
        all.findIndex((one) => one.path === citation.path && one.firstLine === citation.firstLine) === i,
    );
    return { ...line, more: more.slice(0, 4) };
  });
  const { when: _, ...rest } = better;
  const when = spanOf(better.when, other.when);
  return { ...rest, evidence, deaths: new Set([...better.deaths, ...other.deaths]), ...(when === undefined ? {} : { when }) };
}

function speaksBefore(a: Match, b: Match): boolean {
  const [first, second] = [judge(a.scoring).score, judge(b.scoring).score];
  if (first !== second) return first > second;
  const prefer = a.compiled.signature.prefer;
  if (prefer === undefined) return false;
  return Number(a.candidate.lookup(prefer) ?? 0) > Number(b.candidate.lookup(prefer) ?? 0);
}

/** Go releases that the anchor can come from. A group of goroutines does not say: its dump does. */
export function goVersionsOf({ anchor: { fact } }: Candidate, caseFile: CaseFile): GoVersionRange | undefined {
  const own = 'goVersions' in fact ? fact.goVersions : undefined;
  return own ?? dumpOf(fact, caseFile)?.goVersions;
}

function lookedAt(compiled: CompiledSignature, caseFile: CaseFile): string {
  const { facts } = compiled.signature.applies;
  const looked = facts
    .map((type) => ({ type, count: caseFile.of(type).length }))
    .filter(({ count }) => count > 0)
    .map(({ type, count }) => `${count} ${FACT_WORDS[type][count === 1 ? 0 : 1]}`);
  // It may still be so, and stand in what was not saved.
  const absent = facts.filter((type) => !caseFile.has(type)).map((type) => FACT_WORDS[type][0]);
  return `${looked.join(', ')}${absent.length === 0 ? '' : `; not in the bundle: ${absent.join(', ')}`}`;
}
