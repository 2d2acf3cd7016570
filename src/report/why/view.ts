import type { Confidence, Inconclusive } from '../../matcher/finding.ts';
import type { Role, Severity, Signature } from '../../matcher/signature.ts';
import type { SignatureTrace } from '../../matcher/trace.ts';
import type { SafeText } from '../../text/safe-text.ts';

/** Why a bundle has, or has not, a finding of one signature. */
export interface WhyView {
  /** `major.minor` of this format. A higher minor only adds. */
  readonly schemaVersion: string;
  /** What wrote this. */
  readonly tool: { readonly name: 'goroner'; readonly version: string };
  /** Id of the signature. */
  readonly signature: string;
  /** Title of the signature. */
  readonly title: SafeText;
  /** Role of the signature. */
  readonly role: Role;
  /** What it does to the service if it is true. */
  readonly severity: Severity;
  /** Experimental ones never stand before stable ones. */
  readonly status: Signature['status'];
  /** What it came to, in the report, too. */
  readonly outcome: Outcome;
  /** Its findings in the report; empty where it has none. */
  readonly findings: readonly RankedFinding[];
  /** Suspicions that the bundle cannot settle, with what is missing and the commands that collect it. */
  readonly suspicions: readonly Inconclusive[];
  /** How that came about, clause by clause; absent where the signature is broken. */
  readonly trace?: SignatureTrace;
  /** Budgets that were used up while reading: any lowers the score by one point. */
  readonly limits: number;
}

export interface Outcome {
  /**
   * `matched`, `refuted` (a tempting explanation that is wrong, whose bait is there), `inconclusive`, `cleared`, `not-applicable`, or `error`: the
   * signature could not be evaluated.
   */
  readonly kind: 'matched' | 'refuted' | 'inconclusive' | 'cleared' | 'not-applicable' | 'error';
  /** Why, in words; empty where the findings say it. */
  readonly reason: SafeText;
}

/** A finding and its place among the others. */
export interface RankedFinding {
  /** Its id in the report. */
  readonly id: string;
  /** Its place, from 1. */
  readonly place: number;
  /** Findings that there are. */
  readonly of: number;
  /** How strong its evidence is. */
  readonly confidence: Confidence;
  /** The sum, what unread input takes from it included. */
  readonly score: number;
  /** It heads the report: the verdict names it. */
  readonly isVerdict: boolean;
  /** What stands before it, and why; the first ten. */
  readonly before: readonly { readonly id: string; readonly title: SafeText; readonly why: SafeText }[];
  /** The one right behind it, and why that is; absent where there is none. */
  readonly next?: { readonly id: string; readonly title: SafeText; readonly why: SafeText };
}
