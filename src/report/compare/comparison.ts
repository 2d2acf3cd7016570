import type { DumpFact } from '../../evidence/facts/dump.ts';
import type { Scope } from '../../evidence/scope.ts';
import type { CodeLocation, Confidence } from '../../matcher/finding.ts';
import type { Role, Severity } from '../../matcher/signature.ts';
import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { GroupView, Level } from '../goroutines/view.ts';
import type { LimitHit, Warning } from '../report.ts';

/** `major.minor` of {@link Comparison} as JSON. A higher minor only adds. */
export const COMPARISON_VERSION = '1.0';

/**
 * What has become of something from the first side that knows it to the last one that does. `new`: it was not there. `gone`: it is no longer.
 * `unknown`: one of the two may lack it only because it does not list all.
 */
export type Change = 'new' | 'grew' | 'same' | 'shrank' | 'gone' | 'unknown';

/** What `goroner compare A B … --json` prints. Every list of values has one for each side, in the order in which the sides were given. */
export interface Comparison {
  readonly schemaVersion: string;
  readonly tool: { readonly name: 'goroner'; readonly version: string };
  readonly by: Level;
  readonly sides: readonly Side[];
  /** What was found in any of them, new ones first. Information is left out. */
  readonly findings: readonly FindingChange[];
  /** One for each process that has goroutines on two sides. */
  readonly goroutines: readonly GoroutineChanges[];
  /** One for each process that has heap profiles on two sides. */
  readonly heap: readonly HeapChanges[];
  /** Numbers of processes and control groups that are known on two sides. */
  readonly numbers: readonly NumberChange[];
  /** What is on one side only, and so could not be compared. */
  readonly apart: readonly Apart[];
}

/** A bundle, or a file. */
export interface Side {
  /** As the user named it. */
  readonly name: SafeText;
  /** Files that were looked at. */
  readonly files: number;
  /** Its verdict, as the report has it. */
  readonly verdict: SafeText;
  /** Budgets that were used up: something may be missing. */
  readonly limits: readonly LimitHit[];
  readonly warnings: readonly Warning[];
  readonly errors: readonly Warning[];
}

export interface FindingChange {
  readonly change: Change;
  readonly signature: string;
  readonly title: string;
  readonly role: Role;
  readonly severity: Severity;
  readonly culprit?: CodeLocation;
  /** Of the last side that has it: the signature, and what tells the signature's findings apart in this program. */
  readonly key: string;
  /** The hash of its fingerprint (docs/fingerprint.md), by which it is known again where its key differs; null where there is none. */
  readonly fingerprint: string | null;
  /** null where it was not found. */
  readonly confidence: readonly (Confidence | null)[];
}

export interface GoroutineChanges {
  /** Whose they are; of the last side. */
  readonly scope: Scope;
  /** The dump of each side that is compared, the last one that is whole; null where there is none. */
  readonly dumps: readonly (ComparedDump | null)[];
  /** All goroutines of the dump. */
  readonly totals: readonly (ExactInt | null)[];
  readonly change: Change;
  /** They seem to be of different programs. */
  readonly differentPrograms: boolean;
  /** Those that changed most first; groups that are idle by design are left out unless they were asked for. */
  readonly groups: readonly GroupChange[];
}

export interface ComparedDump extends Pick<DumpFact, 'kind' | 'integrity'> {
  readonly path: SafeText;
  readonly firstLine?: number;
  /** Dumps of this process on this side. */
  readonly of: number;
}

export interface GroupChange extends Pick<GroupView, 'key' | 'states' | 'frames' | 'owner' | 'creator'> {
  readonly change: Change;
  /** null where there is no dump, or where it is not whole and does not have the group: it may be in what is missing. */
  readonly counts: readonly (number | null)[];
  /** Last known number less the first known one. */
  readonly delta: number;
}

export interface HeapChanges {
  readonly scope: Scope;
  /** Path of the profile of each side that is compared, the last one; null where there is none. */
  readonly profiles: readonly (SafeText | null)[];
  /** Bytes in use: estimates from samples. */
  readonly inuseBytes: readonly (ExactInt | null)[];
  readonly change: Change;
  /** Growth from the first to the last, by the times in the profiles; absent where these are not known. */
  readonly bytesPerMinute?: number;
  /** Those that changed most first. */
  readonly sites: readonly SiteChange[];
}

export interface SiteChange {
  readonly change: Change;
  /** First function of the program itself, else of a dependency. */
  readonly owner?: SafeText;
  /** Innermost first. */
  readonly functions: readonly SafeText[];
  /** null where the profile is not there, or lists only larger ones. */
  readonly inuseBytes: readonly (ExactInt | null)[];
  /** Objects in use. */
  readonly inuseObjects: readonly (ExactInt | null)[];
  /** Bytes. */
  readonly deltaBytes: number;
}

export interface NumberChange {
  /** What it is, in words: `memory of the control group`. */
  readonly what: string;
  readonly unit: 'bytes' | 'count' | 'share' | 'seconds';
  readonly scope: Scope;
  /** null where it is not known. */
  readonly values: readonly (number | null)[];
  readonly change: Change;
}

/** Something that has no counterpart. */
export interface Apart {
  /** Number of the side, from 0. */
  readonly side: number;
  readonly what: 'goroutines' | 'heap';
  readonly scope: Scope;
  readonly path: SafeText;
}
