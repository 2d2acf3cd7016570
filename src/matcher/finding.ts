import type { Certainty, Citation } from '../evidence/citation.ts';
import type { FactType } from '../evidence/facts/index.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Role, Severity } from './signature.ts';

/** How far the evidence carries, by the sum of its points: `strong` from 5, `moderate` from 3, `weak` from 1. */
export type Confidence = 'strong' | 'moderate' | 'weak';

/** A signature that matched, with its evidence. */
export interface Finding {
  /** `signature#n`, unique in the report. */
  readonly id: string;
  /** Id of the signature. */
  readonly signature: string;
  /** Title of the signature. */
  readonly title: SafeText;
  /** Family of the signature. */
  readonly family: string;
  /** Role of the signature. */
  readonly role: Role;
  /** What it does to the service if it is true. */
  readonly severity: Severity;
  /** How strong the evidence is, by the score. */
  readonly confidence: Confidence;
  /** Sum of `scoring`. */
  readonly score: number;
  /** The arithmetic behind the score, line by line. */
  readonly scoring: readonly ScoreLine[];
  /** What happened, in a sentence. */
  readonly summary: SafeText;
  /** How it comes about. */
  readonly explanation: SafeText;
  /** Where to look in the code; absent where the evidence does not say. */
  readonly culprit?: CodeLocation;
  /** The lines that show it, those that speak against it included. */
  readonly evidence: readonly EvidenceLine[];
  /** What would speak against it and was not found: what the signature looks for. Empty where it names nothing of the kind. */
  readonly lookedFor: readonly LookedFor[];
  /** Ids of findings that this one accounts for. */
  readonly causes: readonly string[];
  /** Ids of findings that account for this one. */
  readonly causedBy: readonly string[];
  /** What to change first. */
  readonly fix: SafeText;
  /** What to do now, what to change, and what prevents it. */
  readonly remediation: {
    readonly mitigate: readonly SafeText[];
    readonly fix: readonly SafeText[];
    readonly prevent: readonly SafeText[];
  };
  /** Commands that settle or document it. */
  readonly collect: readonly { readonly command: SafeText; readonly why: SafeText }[];
  /** What looks the same and is not: for the reader to rule out. */
  readonly falsePositives: readonly SafeText[];
  /** Its name in this program: the signature, and what tells the signature's findings apart. Marks of people go by it. */
  readonly key: string;
  /** A name of the fault that stays the same over builds, runs and releases of Go, made from the stack; refused where that is too weak. */
  readonly fingerprint: Fingerprint;
  /** Sources of what the signature says. */
  readonly references: readonly { readonly title: SafeText; readonly url: SafeText }[];
  /** Where else the signature is suspected, which the bundle cannot settle; absent where nowhere. On the first finding of a signature. */
  readonly suspectedElsewhere?: readonly Inconclusive[];
  /** What people have said of it in `goroner-triage.json`; absent where nothing. It changes nothing in what was found. */
  readonly triage?: FindingTriage;
}

/** What people have said of a finding. */
export interface FindingTriage {
  /** `confirmed`: it is so. `dismissed`: it is not. `open`: not settled yet. */
  readonly mark: 'open' | 'confirmed' | 'dismissed';
  /** In their words; empty where none. */
  readonly note: SafeText;
}

export interface ScoreLine {
  /** Name of the selection, or `limits` where unread input lowers the score. */
  readonly evidence: string;
  /** What it adds to the score; negative where it contradicts. */
  readonly points: number;
  /** What the line says. */
  readonly statement: SafeText;
}

/** Evidence to the contrary that was looked for and not found. */
export interface LookedFor {
  /** Name of the selection. */
  readonly evidence: string;
  /** What it would add to the score: negative. */
  readonly points: number;
  /** What it would say; each place says in words what would stand there. */
  readonly statement: SafeText;
  /** The bundle has what it would stand in. Where not, it could not be looked for: that it is not there says nothing. */
  readonly inBundle: boolean;
}

export interface EvidenceLine {
  /** Name of the selection that it comes from. */
  readonly evidence: string;
  /** Role of that selection. */
  readonly role: 'required' | 'supporting' | 'contradicting';
  /** What the line says. */
  readonly statement: SafeText;
  /** How sure that is. */
  readonly certainty: Certainty;
  /** Where it stands. */
  readonly citation: Citation;
  /** Further places that say the same. */
  readonly more: readonly Citation[];
}

export interface CodeLocation {
  /** The function, as printed. */
  readonly function: SafeText;
  /** Its source file, as printed; absent where none is. */
  readonly file?: SafeText;
  /** Line in that file. */
  readonly line?: number;
}

export interface Inconclusive {
  /** Id of the signature. */
  readonly signature: string;
  /** Title of the signature. */
  readonly title: SafeText;
  /** What it does to the service if it is true. */
  readonly severity: Severity;
  /** What raised the suspicion. */
  readonly summary: SafeText;
  /** The lines that show it, those that speak against it included. */
  readonly evidence: readonly EvidenceLine[];
  /** What is missing to settle it. */
  readonly missing: readonly SafeText[];
  /** Commands that settle or document it. */
  readonly collect: readonly { readonly command: SafeText; readonly why: SafeText }[];
}

/** A signature that nothing in the bundle speaks to. */
export interface NotApplicable {
  /** Id of the signature. */
  readonly signature: string;
  /** Title of the signature. */
  readonly title: SafeText;
  /** Types of facts of which it needs one, none of which the bundle has; empty where it is another reason. */
  readonly needs: readonly FactType[];
  /** Releases of Go that it concerns, where those of the bundle are others. */
  readonly go?: string;
  /** Why it does not apply, in words. */
  readonly reason: SafeText;
}

export interface Cleared {
  /** Id of the signature. */
  readonly signature: string;
  /** Title of the signature. */
  readonly title: SafeText;
  /** Why it is not so, in words. */
  readonly reason: SafeText;
}

export interface Refuted {
  /** Id of the signature. */
  readonly signature: string;
  /** Title of the signature. */
  readonly title: SafeText;
  /** What happened, in a sentence. */
  readonly summary: SafeText;
  /** How it comes about. */
  readonly explanation: SafeText;
  /** The lines that show it, those that speak against it included. */
  readonly evidence: readonly EvidenceLine[];
  /** Sources of what the signature says. */
  readonly references: readonly { readonly title: SafeText; readonly url: SafeText }[];
}
