import type { CaseFile } from '../../evidence/case-file.ts';
import { limitPenalty, matchRanked, type MatchResult } from '../../matcher/match.ts';
import type { RankedMatch } from '../../matcher/rank.ts';
import type { Signature } from '../../matcher/signature.ts';
import { traceSignature } from '../../matcher/trace.ts';
import { whyBefore } from '../../matcher/why-before.ts';
import { oneLine } from '../../text/safe-text.ts';
import type { Outcome, RankedFinding, WhyView } from './view.ts';

const BEFORE = 10;
/** Findings of the signature whose rank is told. */
const FINDINGS = 5;

export interface WhyInput {
  /** Version of Goroner. */
  readonly version: string;
  /** The signature that is asked about. */
  readonly signature: Signature;
  /** Id of the finding that is asked about; absent where the signature as such is. */
  readonly finding?: string;
  /** All signatures that are matched: rank is told among them. */
  readonly signatures: readonly Signature[];
  readonly caseFile: CaseFile;
  /** Budgets that were used up while reading. */
  readonly limits: number;
}

/** Matches all signatures as for a report, and tells how the outcome of one of them came about. Pure. */
export function buildWhy({ version, signature, finding, signatures, caseFile, limits }: WhyInput): WhyView {
  const { result, ranked } = matchRanked(signatures, caseFile, limits);
  const own = result.findings.filter((one) => one.signature === signature.id);
  const asked = own.find(({ id }) => id === finding);
  const outcome = outcomeOf(signature.id, result);
  const anchor = asked === undefined ? undefined : ranked[result.findings.indexOf(asked)]?.candidate.anchor.fact.id;
  return {
    schemaVersion: '1.0',
    tool: { name: 'goroner', version },
    signature: signature.id,
    title: oneLine(signature.title),
    role: signature.role,
    severity: signature.severity,
    status: signature.status,
    outcome,
    findings: (asked === undefined ? own.slice(0, FINDINGS) : [asked]).map((one) =>
      rankedFinding(result.findings.indexOf(one), result, ranked),
    ),
    suspicions: [
      ...result.inconclusive.filter((one) => one.signature === signature.id),
      ...own.flatMap((one) => one.suspectedElsewhere ?? []),
    ],
    // What cannot be compiled has nothing to trace; one that breaks while it is evaluated breaks here, too.
    ...(outcome.kind === 'error' ? {} : { trace: traceSignature(signature, caseFile, limitPenalty(limits), anchor) }),
    limits,
  };
}

function outcomeOf(id: string, result: MatchResult): Outcome {
  const broken = result.signatureErrors.find((one) => one.signature === id);
  if (broken !== undefined) return { kind: 'error', reason: broken.reason };
  if (result.findings.some((one) => one.signature === id)) return { kind: 'matched', reason: oneLine('') };
  const refuted = result.refuted.find((one) => one.signature === id);
  if (refuted !== undefined) return { kind: 'refuted', reason: refuted.summary };
  const open = result.inconclusive.find((one) => one.signature === id);
  if (open !== undefined) return { kind: 'inconclusive', reason: open.summary };
  const cleared = result.cleared.find((one) => one.signature === id);
  if (cleared !== undefined) return { kind: 'cleared', reason: cleared.reason };
  return { kind: 'not-applicable', reason: result.notApplicable.find((one) => one.signature === id)?.reason ?? oneLine('') };
}

function rankedFinding(at: number, { findings }: MatchResult, ranked: readonly RankedMatch[]): RankedFinding {
  const finding = findings[at];
  const next = findings[at + 1];
  const ids = findings.map(({ id }) => id);
  return {
    id: finding?.id ?? '',
    place: at + 1,
    of: findings.length,
    confidence: finding?.confidence ?? 'weak',
    score: finding?.score ?? 0,
    isVerdict: findings.find(({ severity }) => severity !== 'info') === finding,
    before: findings.slice(0, Math.min(at, BEFORE)).map(({ id, title }, i) => ({ id, title, why: whyBefore(i, at, ranked, ids) })),
    ...(next === undefined ? {} : { next: { id: next.id, title: next.title, why: whyBefore(at, at + 1, ranked, ids) } }),
  };
}
