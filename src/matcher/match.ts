import type { CaseFile } from '../evidence/case-file.ts';
import { shortHash } from '../text/hash.ts';
import { type SafeText, oneLine, sanitize } from '../text/safe-text.ts';
import { type CompiledSignature, compileSignature } from './compile.ts';
import { type Match, type Suspected, evaluate, isApplicable } from './evaluate.ts';
import type { Cleared, CodeLocation, Finding, Inconclusive, Refuted } from './finding.ts';
import { compileTemplate } from './template.ts';
import { type RankedMatch, rank, strongest } from './rank.ts';
import type { ScoredEvidence } from './score.ts';
import type { Signature } from './signature.ts';

/** What all signatures came to, in the words of the report. */
export interface MatchResult {
  readonly findings: readonly Finding[];
  readonly inconclusive: readonly Inconclusive[];
  readonly cleared: readonly Cleared[];
  readonly refuted: readonly Refuted[];
  readonly notApplicable: readonly string[];
  readonly signatureErrors: readonly { readonly signature: string; readonly reason: SafeText }[];
  /** Signatures that hold more often than is listed, with how many findings were left out. */
  readonly findingsLeftOut: readonly { readonly signature: string; readonly count: number }[];
}

/** Findings of one signature that are listed, at most: the strongest. A log can hold the same panic from a thousand places. */
const FINDINGS_PER_SIGNATURE = 100;

/** Suspicions of one signature that are listed, at most: the largest come first. */
const SUSPICIONS_PER_SIGNATURE = 5;

/**
 * Matches every signature against the case file. A signature that is broken is an error of its own, never a finding.
 *
 * @param limitsHit How many budgets were used up while reading: any lowers every score by one point.
 */
export function match(signatures: readonly Signature[], caseFile: CaseFile, limitsHit: number): MatchResult {
  const matches: Match[] = [];
  const refuted: Refuted[] = [];
  const inconclusive: Inconclusive[] = [];
  const cleared: Cleared[] = [];
  const notApplicable: string[] = [];
  const signatureErrors: { signature: string; reason: SafeText }[] = [];
  const findingsLeftOut: { signature: string; count: number }[] = [];
  for (const signature of signatures) {
    // To compile them all would take longer than to match those that matter.
    if (!isApplicable(signature, caseFile)) {
      notApplicable.push(signature.id);
      continue;
    }
    try {
      const compiled = compiledOf(signature);
      const outcome = evaluate(compiled, caseFile);
      if (outcome.kind === 'not-applicable') notApplicable.push(signature.id);
      else if (outcome.kind === 'cleared')
        cleared.push({ signature: signature.id, title: oneLine(signature.title), reason: outcome.reason });
      else {
        if (outcome.kind === 'matched') {
          const listed = strongest(outcome.matches, FINDINGS_PER_SIGNATURE);
          const count = outcome.matches.length - listed.length;
          if (count > 0) findingsLeftOut.push({ signature: signature.id, count });
          if (signature.role === 'refuted') refuted.push(...listed.map(refutation));
          else matches.push(...listed);
        }
        inconclusive.push(...outcome.suspected.slice(0, SUSPICIONS_PER_SIGNATURE).map((one) => suspicion(compiled, one)));
      }
    } catch (error) {
      signatureErrors.push({ signature: signature.id, reason: oneLine(error instanceof Error ? error.message : String(error)) });
    }
  }
  const ranked = rank(matches, limitsHit > 0 ? [limitPenalty(limitsHit)] : []);
  return { findings: writeFindings(ranked), inconclusive, cleared, refuted, notApplicable, signatureErrors, findingsLeftOut };
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

function limitPenalty(limitsHit: number): ScoredEvidence {
  const what = limitsHit === 1 ? 'a limit was hit' : `${limitsHit} limits were hit`;
  return { evidence: 'limits', points: -1, statement: sanitize(`${what}: part of the input was not read`), guessed: false };
}

function writeFindings(ranked: readonly RankedMatch[]): Finding[] {
  const counters = new Map<string, number>();
  const ids = ranked.map(({ compiled }) => {
    const number = (counters.get(compiled.signature.id) ?? 0) + 1;
    counters.set(compiled.signature.id, number);
    return `${compiled.signature.id}#${number}`;
  });
  return ranked.map((one, i) => {
    const { signature } = one.compiled;
    const { lookup } = one.candidate;
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
      fingerprint: `${signature.id}/${shortHash(`${signature.id}\n${one.distinct}`)}`,
      references: references(signature),
    };
  });
}

function suspicion(compiled: CompiledSignature, one: Suspected): Inconclusive {
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
