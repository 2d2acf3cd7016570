import type { Certainty, Citation } from '../evidence/citation.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Role, Severity } from './signature.ts';

/** How far the evidence carries, by the sum of its points: `strong` from 5, `moderate` from 3, `weak` from 1. */
export type Confidence = 'strong' | 'moderate' | 'weak';

/** A signature that matched, with its evidence. */
export interface Finding {
  /** `signature#n`, unique in the report. */
  readonly id: string;
  readonly signature: string;
  readonly title: string;
  readonly family: string;
  readonly role: Role;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Sum of `scoring`. */
  readonly score: number;
  /** The arithmetic behind the score, line by line. */
  readonly scoring: readonly ScoreLine[];
  readonly summary: SafeText;
  readonly explanation: SafeText;
  /** Where to look in the code; absent where the evidence does not say. */
  readonly culprit?: CodeLocation;
  readonly evidence: readonly EvidenceLine[];
  /** Ids of findings that this one accounts for. */
  readonly causes: readonly string[];
  /** Ids of findings that account for this one. */
  readonly causedBy: readonly string[];
  /** What to change first. */
  readonly fix: SafeText;
  readonly remediation: {
    readonly mitigate: readonly SafeText[];
    readonly fix: readonly SafeText[];
    readonly prevent: readonly SafeText[];
  };
  readonly collect: readonly { readonly command: SafeText; readonly why: SafeText }[];
  /** What looks the same and is not: for the reader to rule out. */
  readonly falsePositives: readonly string[];
  /** The same for the same fault in every bundle of the same program: signature and what tells its findings apart. */
  readonly fingerprint: string;
  readonly references: readonly { readonly title: string; readonly url: string }[];
}

export interface ScoreLine {
  /** Name of the selection, or `limits` where unread input lowers the score. */
  readonly evidence: string;
  readonly points: number;
  readonly statement: SafeText;
}

export interface EvidenceLine {
  readonly evidence: string;
  readonly role: 'required' | 'supporting' | 'contradicting';
  readonly statement: SafeText;
  readonly certainty: Certainty;
  readonly citation: Citation;
  /** Further places that say the same. */
  readonly more: readonly Citation[];
}

export interface CodeLocation {
  readonly function: SafeText;
  readonly file?: SafeText;
  readonly line?: number;
}

export interface Inconclusive {
  readonly signature: string;
  readonly title: string;
  readonly severity: Severity;
  /** What raised the suspicion. */
  readonly summary: SafeText;
  readonly evidence: readonly EvidenceLine[];
  /** What is missing to settle it. */
  readonly missing: readonly SafeText[];
  readonly collect: readonly { readonly command: SafeText; readonly why: SafeText }[];
}

export interface Cleared {
  readonly signature: string;
  readonly title: string;
  readonly reason: SafeText;
}

export interface Refuted {
  readonly signature: string;
  readonly title: string;
  readonly summary: SafeText;
  readonly explanation: SafeText;
  readonly evidence: readonly EvidenceLine[];
  readonly references: readonly { readonly title: string; readonly url: string }[];
}
