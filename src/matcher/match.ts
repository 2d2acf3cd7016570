import type { CaseFile } from '../evidence/case-file.ts';
import { shortHash } from '../text/hash.ts';
import { type SafeText, oneLine, sanitize } from '../text/safe-text.ts';
import { type CompiledSignature, compileSignature } from './compile.ts';
import { type Match, type Suspected, evaluate, isApplicable, notApplicable } from './evaluate.ts';
import { fingerprintOfMatch } from './fingerprint.ts';
import type { Cleared, CodeLocation, Finding, Inconclusive, LookedFor, NotApplicable, Refuted } from './finding.ts';
import { withPlaceNames } from './place-names.ts';
import { compileTemplate } from './template.ts';
import { type RankedMatch, rank, strongest } from './rank.ts';
import { type ScoredEvidence, points } from './score.ts';
import type { Signature } from './signature.ts';

/** What all signatures came to, in the words of the report. */
export interface MatchResult {
  readonly findings: readonly Finding[];
  readonly inconclusive: readonly Inconclusive[];
  readonly cleared: readonly Cleared[];
  readonly refuted: readonly Refuted[];
  readonly notApplicable: readonly NotApplicable[];
  readonly signatureErrors: readonly { readonly signature: string; readonly reason: SafeText }[];
  /** Signatures that hold more often than is listed, with how many findings were left out. */
  readonly findingsLeftOut: readonly { readonly signature: string; readonly count: number }[];
  /** Signatures that were not compared with all of the case file: that would take too long. */
  readonly partial: readonly string[];
}

/** Findings of one signature that are listed, at most: the strongest. A log can hold the same panic from a thousand places. */
const FINDINGS_PER_SIGNATURE = 100;

/** Suspicions of one signature that are listed, at most: the largest come first. */
const SUSPICIONS_PER_SIGNATURE = 5;

/**
 * Matches every signature against the case file. Each signature stands in one of the lists of the result, and in no other. One that is
 * broken is an error of its own, never a finding.
 *
 * @param limitsHit How many budgets were used up while reading: any lowers every score by one point.
 */
export function match(signatures: readonly Signature[], caseFile: CaseFile, limitsHit: number): MatchResult {
  return matchRanked(signatures, caseFile, limitsHit).result;
}

/** {@link match}, with what each finding was written from, in the same order. */
export function matchRanked(
  signatures: readonly Signature[],
  caseFile: CaseFile,
  limitsHit: number,
): { readonly result: MatchResult; readonly ranked: readonly RankedMatch[] } {
  const matches: Match[] = [];
  const refuted: Refuted[] = [];
  const suspicions = new Map<string, Inconclusive[]>();
  const cleared: Cleared[] = [];
  const without: NotApplicable[] = [];
  const signatureErrors: { signature: string; reason: SafeText }[] = [];
  const findingsLeftOut: { signature: string; count: number }[] = [];
  const partial: string[] = [];
  for (const signature of signatures) {
    // To compile them all would take longer than to match those that matter.
    if (!isApplicable(signature, caseFile)) {
      without.push(apart(signature, notApplicable(signature, caseFile)));
      continue;
    }
    try {
      const compiled = compiledOf(signature);
      const outcome = evaluate(compiled, caseFile);
      if (outcome.isPartial === true && outcome.kind !== 'cleared') partial.push(signature.id);
      if (outcome.kind === 'not-applicable') without.push(apart(signature, outcome));
      else if (outcome.kind === 'cleared' && outcome.isPartial === true)
        signatureErrors.push({ signature: signature.id, reason: sanitize('there is too much in the bundle to compare all of it') });
      else if (outcome.kind === 'cleared')
        cleared.push({ signature: signature.id, title: oneLine(signature.title), reason: outcome.reason });
      else {
        if (outcome.kind === 'matched') {
          const listed = strongest(outcome.matches, FINDINGS_PER_SIGNATURE);
          const count = outcome.matches.length - listed.length;
          if (count > 0) findingsLeftOut.push({ signature: signature.id, count });
          if (signature.role === 'refuted') {
            refuted.push(...listed.map(refutation));
            // That a wrong explanation may tempt elsewhere, too, is nothing to settle.
            continue;
          }
          matches.push(...listed);
        }
        suspicions.set(
          signature.id,
          outcome.suspected.slice(0, SUSPICIONS_PER_SIGNATURE).map((one) => suspicion(compiled, one)),
        );
      }
    } catch (error) {
      signatureErrors.push({ signature: signature.id, reason: oneLine(error instanceof Error ? error.message : String(error)) });
    }
  }
  const penalty = limitPenalty(limitsHit + (partial.length > 0 ? 1 : 0));
  const ranked = rank(matches, penalty);
  const [limits] = penalty;
  if (limits !== undefined) {
    const kept = new Set(ranked.map(({ candidate }) => candidate));
    for (const one of matches) {
      const known = suspicions.get(one.compiled.signature.id) ?? [];
      if (kept.has(one.candidate) || known.length >= SUSPICIONS_PER_SIGNATURE) continue;
      // What was not read takes its last point: it is no finding any more, and nothing has cleared it.
      suspicions.set(one.compiled.signature.id, [...known, suspicion(one.compiled, { ...one, missing: [limits.statement] })]);
    }
  }
  const found = new Set(ranked.map(({ compiled }) => compiled.signature.id));
  const inconclusive = [...suspicions].flatMap(([id, all]) => (found.has(id) ? [] : all));
  const findings = writeFindings(ranked, caseFile, suspicions);
  return {
    ranked,
    result: { findings, inconclusive, cleared, refuted, notApplicable: without, signatureErrors, findingsLeftOut, partial },
  };
}

function apart({ id, title }: Signature, { needs, go, reason }: Omit<NotApplicable, 'signature' | 'title'>): NotApplicable {
  return { signature: id, title: oneLine(title), needs, ...(go === undefined ? {} : { go }), reason };
}

const compiledBefore = new WeakMap<Signature, CompiledSignature>();

/** Tests and the checks of signatures match the same ones thousands of times. */
function compiledOf(signature: Signature): CompiledSignature {
  let compiled = compiledBefore.get(signature);
  if (compiled === undefined) {
    compiled = compileSignature(signature);
    compiledBefore.set(signature, compiled);
  }
  return compiled;
}

/** What is taken from every score where part of the input was not read. */
export function limitPenalty(limitsHit: number): readonly ScoredEvidence[] {
  if (limitsHit === 0) return [];
  const what = limitsHit === 1 ? 'a limit was hit' : `${limitsHit} limits were hit`;
  return [{ evidence: 'limits', points: -1, statement: sanitize(`${what}: part of the input was not read`), guessed: false }];
}

function writeFindings(
  ranked: readonly RankedMatch[],
  caseFile: CaseFile,
  suspicions: ReadonlyMap<string, readonly Inconclusive[]>,
): Finding[] {
  const counters = new Map<string, number>();
  const ids = ranked.map(({ compiled }) => {
    const number = (counters.get(compiled.signature.id) ?? 0) + 1;
    counters.set(compiled.signature.id, number);
    return `${compiled.signature.id}#${number}`;
  });
  return ranked.map((one, i) => {
    const { signature } = one.compiled;
    const { lookup } = one.candidate;
    const elsewhere = ids[i]?.endsWith('#1') === true ? (suspicions.get(signature.id) ?? []) : [];
    const culprit = codeLocation(signature.culprit === undefined ? undefined : lookup(signature.culprit));
    return {
      id: ids[i] ?? signature.id,
      signature: signature.id,
      title: oneLine(signature.title),
      family: signature.family,
      role: signature.role,
      severity: signature.severity,
      confidence: one.confidence,
      score: one.score,
      scoring: one.scoring.map(({ evidence, points, statement }) => ({ evidence, points, statement })),
      summary: one.compiled.summary.render(lookup),
      explanation: one.compiled.why.render(lookup),
      ...(culprit === undefined ? {} : { culprit }),
      evidence: one.evidence,
      lookedFor: lookedFor(one, caseFile),
      causes: one.causes.map((place) => ids[place] ?? ''),
      causedBy: one.causedBy.map((place) => ids[place] ?? ''),
      fix: one.compiled.fix.render(lookup),
      remediation: {
        mitigate: renderAll(signature.remediation.mitigate, lookup),
        fix: renderAll(signature.remediation.fix, lookup),
        prevent: renderAll(signature.remediation.prevent, lookup),
      },
      collect: collectSteps(signature, lookup),
      falsePositives: signature.falsePositives.map(sanitize),
      key: `${signature.id}/${shortHash(`${signature.id}\n${one.distinct}`)}`,
      fingerprint: fingerprintOfMatch(one, caseFile),
      references: references(signature),
      ...(elsewhere.length === 0 ? {} : { suspectedElsewhere: elsewhere }),
    };
  });
}

/** Evidence to the contrary that the candidate has not. */
function lookedFor({ compiled, candidate: { bound } }: Match, caseFile: CaseFile): LookedFor[] {
  return compiled.selections
    .filter(({ name, role }) => role === 'contradicting' && !bound.has(name))
    .map(({ name, weight, says, fact, of }) => ({
      evidence: name,
      points: points(weight, true),
      // What stands in the bundle shows the contrary: filled in, the sentence would claim what is not so.
      statement: withPlaceNames(says),
      inBundle: fact === undefined ? of !== undefined && bound.has(of) : caseFile.has(fact),
    }));
}

function suspicion(compiled: CompiledSignature, one: Omit<Suspected, 'distinct'>): Inconclusive {
  const { signature } = compiled;
  return {
    signature: signature.id,
    title: oneLine(signature.title),
    severity: signature.severity,
    summary: one.evidence[0]?.statement ?? sanitize(signature.title),
    evidence: one.evidence,
    missing: one.missing,
    collect: collectSteps(signature, one.candidate.lookup),
  };
}

function refutation(one: Match): Refuted {
  const { signature } = one.compiled;
  return {
    signature: signature.id,
    title: oneLine(signature.title),
    summary: one.compiled.summary.render(one.candidate.lookup),
    explanation: one.compiled.why.render(one.candidate.lookup),
    evidence: one.evidence,
    references: references(signature),
  };
}

function collectSteps(signature: Signature, lookup: (path: string) => unknown): { command: SafeText; why: SafeText }[] {
  return signature.collect.map(({ command, why }) => ({
    command: compileTemplate(command).render(lookup),
    why: compileTemplate(why).render(lookup),
  }));
}

/** Signatures may be those of others. */
function references({ references: all }: Signature): { title: SafeText; url: SafeText }[] {
  return all.map(({ title, url }) => ({ title: oneLine(title), url: oneLine(url) }));
}

function renderAll(texts: readonly string[], lookup: (path: string) => unknown): SafeText[] {
  return texts.map((text) => compileTemplate(text).render(lookup));
}

function codeLocation(frame: unknown): CodeLocation | undefined {
  if (frame === null || typeof frame !== 'object' || !('function' in frame)) return undefined;
  const { function: name, file, line } = frame as CodeLocation;
  return { function: name, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}
