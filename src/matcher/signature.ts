import type { FactType } from '../evidence/facts/index.ts';

/** Bytes that a signature file may have: several times the longest one. Reading YAML costs the square of its keys. */
export const LONGEST_SIGNATURE = 128 * 1024;

/**
 * What a signature stands for. `cause`: the root of a failure. `trigger`: set it off. `amplifier`: made it worse.
 * `symptom`: what is seen of a cause. `consequence`: what follows from one. `refuted`: a tempting explanation that is
 * wrong; it is never a finding, but when its bait is in the bundle the report says why it is not the cause.
 */
export type Role = 'cause' | 'trigger' | 'amplifier' | 'symptom' | 'consequence' | 'refuted';

/** What it does to the service if it is true. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** How much a piece of evidence says. Decisive 5, strong 3, moderate 2, weak 1; negative where it contradicts. */
export type Weight = 'decisive' | 'strong' | 'moderate' | 'weak';

/** A value that a fact's field is compared with. */
export type Scalar = string | number | boolean;

/** A test of one field. A bare scalar means equality; an object without operators is a nested {@link Where}. */
export type Predicate = Scalar | PredicateObject | Where;

/** Operators. Several in one object must all hold. A field that is absent satisfies only `exists: false` and `not`. */
export interface PredicateObject {
  /** Equal to it. */
  readonly is?: Scalar;
  /** Equal to one of them. */
  readonly in?: readonly Scalar[];
  /** Does not satisfy it; an absent field does not either, so it satisfies this. */
  readonly not?: Predicate;
  /** Whether the field is there. */
  readonly exists?: boolean;
  /** At least. */
  readonly gte?: number;
  /** More than. */
  readonly gt?: number;
  /** At most. */
  readonly lte?: number;
  /** Less than. */
  readonly lt?: number;
  /** A regular expression in RE2 syntax, found anywhere in the text; linear time. */
  readonly matches?: string;
  /** The text holds it. */
  readonly contains?: string;
  /** The text begins with it. */
  readonly startsWith?: string;
  /** The text ends with it. */
  readonly endsWith?: string;
  /** Some element of a list satisfies it. */
  readonly some?: Predicate;
  /** Every element does; an empty list does. */
  readonly every?: Predicate;
  /** No element does. */
  readonly none?: Predicate;
  /** Consecutive elements satisfy these, in order. */
  readonly sequence?: readonly Predicate[];
  /** One of these holds. */
  readonly any?: readonly Predicate[];
  /** All of these hold. */
  readonly all?: readonly Predicate[];
  /** Equal to a field of a fact that an earlier selection has bound: `panic.dump`. */
  readonly same?: string;
  /**
   * A Go function that is a method of the same type as the one in such a field, or has no receiver either and is of the
   * same package: `panic.culprit.function`. Of a list (`waiter.functions`) one element is enough. main.main has no kin.
   */
  readonly kin?: string;
  /** A number that is at least so many times the one in a field of an earlier selection; where that is no number, it does not hold. */
  readonly atLeast?: Multiple;
}

/** A multiple of a number that an earlier selection has bound: `{ times: 0.5, of: group.count }` is half of it. */
export interface Multiple {
  /** Path of that number: `group.count`. */
  readonly of: string;
  /** How many times of it, more than 0. */
  readonly times: number;
}

/** Fields of a fact, dotted paths allowed, and what each must satisfy. All must hold. */
export interface Where {
  readonly [path: string]: Predicate;
}

/** What a selection takes for what it looks for without being told so. */
export interface Likely {
  /** What the fact must satisfy. It compares with nothing that is bound. */
  readonly where: Where;
  /** What it says of such a fact, as a template; in words of a guess. */
  readonly says: string;
}

/**
 * A named selection over the facts. The first one of a signature is its anchor, unless it names its `anchors`: one
 * candidate finding a fact.
 */
export interface Selection {
  /**
   * `required`: the default condition needs it. `supporting`: adds to the score where it holds.
   * `contradicting`: takes from it; shown as what speaks against the finding.
   */
  readonly role: 'required' | 'supporting' | 'contradicting';
  /** What it adds where it holds, or takes away where it contradicts. */
  readonly weight: Weight;
  /** Type of fact to select. Either this or `of`. */
  readonly fact?: FactType;
  /** Select the elements of this list in each fact instead (`windows` of a scheduler fact); fields are the element's. */
  readonly each?: string;
  /** A further statement about the fact that this selection has bound. */
  readonly of?: string;
  /** What the fact must satisfy; anything where absent. */
  readonly where?: Where;
  /**
   * A fact that satisfies this and not `where` is selected too, as a guess: it never carries a finding alone, and with it none is strong. For selections of facts
   * that compare with nothing that is bound, such as an anchor.
   */
  readonly likely?: Likely;
  /** What it says, as a template: shown as the evidence line. */
  readonly says: string;
  /**
   * What it proves rests on goroutines that are not in the dump, or on how many are: what speaks against it may stand in what is missing.
   * Where the dump is not whole it is a guess; where its end is not known it never makes a finding strong. For facts that are of a dump, and
   * for growth, which rests on the first one.
   */
  readonly needsWhole?: boolean;
  /** The selection is itself a guess (frame names that look like handlers, say): never alone enough. */
  readonly guess?: boolean;
}

/** When a suspicion is worth naming although the condition does not hold. */
export interface Suspicion {
  /** Boolean expression over the selections. */
  readonly when: string;
  /** What would settle it, in words. */
  readonly missing: string;
}

/** A command that settles or documents the matter. */
export interface CollectStep {
  /** The command, for a shell. */
  readonly command: string;
  /** What the command is for. */
  readonly why: string;
}

export interface Reference {
  /** For people, in a line. */
  readonly title: string;
  /** Where it stands. */
  readonly url: string;
}

/** A text that proves the signature, or must not: a sample incident by name, or lines as they stand in a log. */
export interface SignatureTest {
  /** What the text shows, in a few words. */
  readonly name: string;
  /** Folder under `samples/incidents`. */
  readonly incident?: string;
  /** Lines as they stand in a log. */
  readonly text?: string;
}

/** One root cause, as data: `signatures/<family>/<id>.yaml`. */
export interface Signature {
  /** Version of this format. */
  readonly format: 1;
  /** Never reused. */
  readonly id: string;
  /** For people, in a line. */
  readonly title: string;
  /** The folder that it stands in. */
  readonly family: string;
  /** Only stable ones may head the verdict. */
  readonly status: 'experimental' | 'stable';
  /** What it stands for. */
  readonly role: Role;
  /** What it does to the service if it is true. */
  readonly severity: Severity;
  /**
   * The signature is a page and no rule, and why: no bundle shows what tempts to this explanation. Only of role `refuted`. It is listed,
   * checked and explained like others and not applicable to any bundle; what a rule has (facts, keywords, evidence, tests) is empty.
   */
  readonly pageOnly?: string;
  /** Where it can hold at all. */
  readonly applies: {
    /** Without a fact of any of these types in the bundle the signature does not apply. Empty for a page alone: it applies to no bundle. */
    readonly facts: readonly FactType[];
    /** Go releases that it applies to: `>=1.14 <1.23`. A release that is not known does not exclude it. */
    readonly go?: string;
  };
  /** Literals of which at least one stands in every text that can match; empty where the signature selects by numbers. */
  readonly keywords: readonly string[];
  /** What is looked for, by name. */
  readonly evidence: { readonly [name: string]: Selection };
  /**
   * Selections that can be the anchor, where more than one can: what is told by a trace or by a dump, and may be told by
   * both. Every fact that one of them selects is a candidate, unless an earlier one of them is found beside it.
   */
  readonly anchors?: readonly string[];
  /** Boolean expression over the selections: `and`, `or`, `not`, parentheses. Default: all required ones. */
  readonly condition?: string;
  /** Selections whose first lines must stand in this order where they are in the same file. Facts are always joined within one scope. */
  readonly correlate?: { readonly order: readonly string[] };
  /** Path of the frame to blame: `panic.culprit`, `group.owner`. */
  readonly culprit?: string;
  /** Paths whose values tell findings of this signature apart; those that agree are merged. `anchor.scope.pod` is whose the anchor is. */
  readonly distinct: readonly string[];
  /** Of findings that are merged, the one with the greatest value here speaks, after the score. */
  readonly prefer?: string;
  /** Signatures that this one accounts for when both match: its consequences and symptoms. */
  readonly explains: readonly string[];
  /** Suspicions that are worth naming where the condition does not hold. */
  readonly inconclusive: readonly Suspicion[];
  /** What happened, in a sentence; a template. */
  readonly summary: string;
  /** How it comes about; a template. */
  readonly why: string;
  /** What to change first, in a sentence; a template. */
  readonly fix: string;
  /** What to do, in three steps: now, in the code, and for good. */
  readonly remediation: {
    readonly mitigate: readonly string[];
    readonly fix: readonly string[];
    readonly prevent: readonly string[];
  };
  /** What would settle or document it, most telling first. */
  readonly collect: readonly CollectStep[];
  /** What looks the same and is not. Never empty. */
  readonly falsePositives: readonly string[];
  /** What people see or search for, in their words; the root-cause table lists them. */
  readonly symptoms: readonly string[];
  /** Sources of what it says. */
  readonly references: readonly Reference[];
  /** Its proof. */
  readonly tests: {
    readonly match: readonly SignatureTest[];
    readonly nearMiss: readonly SignatureTest[];
    /** Other signatures that may match the `match` samples of this one. */
    readonly mayAlsoMatch: readonly string[];
  };
}
