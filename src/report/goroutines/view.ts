import type { Citation } from '../../evidence/citation.ts';
import type { DumpFact, GoroutineLabels, GoroutinesFact, HiddenWait, IdleKind, StateClass } from '../../evidence/facts/dump.ts';
import type { Creator, Frame, GoroutineId, WaitRange } from '../../evidence/frame.ts';
import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { LimitHit, Warning } from '../report.ts';

/**
 * How alike goroutines are that stand in one group.
 * `exact`: they wait for the same, in the same functions at the same lines, and were started at the same line.
 * `functions`: the same without the lines, the grouping of the report. `creator`: the same function started them.
 */
export type Level = 'exact' | 'functions' | 'creator';

export const LEVELS: readonly Level[] = ['exact', 'functions', 'creator'];

/** `major.minor` of {@link GoroutinesView} as JSON. A higher minor only adds. */
export const VIEW_VERSION = '1.1';

/** What `goroner goroutines --json` prints: the goroutines of every dump, grouped. */
export interface GoroutinesView {
  readonly schemaVersion: string;
  readonly tool: { readonly name: 'goroner'; readonly version: string };
  readonly by: Level;
  /** Goroutines that are idle by design are listed, too. */
  readonly all: boolean;
  /** As given; absent where not. */
  readonly filters: FilterSettings;
  /** Files that were looked at. */
  readonly files: number;
  /** In the order of reading. */
  readonly dumps: readonly DumpView[];
  /** Budgets that were used up: goroutines may be missing. */
  readonly limits: readonly LimitHit[];
  /** What is wrong with the files; what is wrong with a dump stands there. Codes as in the report. */
  readonly warnings: readonly Warning[];
  readonly errors: readonly Warning[];
}

/** Filters as the user gave them. Goroutines have to meet all of them; of several values of one, any. */
export interface FilterSettings {
  /** A class such as `chan-receive`, or the word that the runtime printed; blanks and hyphens, and cases, are alike. */
  readonly state?: readonly string[];
  /** A part of a name, or `/an RE2 expression/`; frames and the creator are looked at. */
  readonly function?: readonly string[];
  /** An import path; `path/...` takes what lies below it as well. */
  readonly package?: readonly string[];
  /** Minutes. */
  readonly minWait?: number;
  /** `key`, or `key=value`. Of several keys all are wanted, of several values of one key any. */
  readonly label?: readonly string[];
}

/** One dump. `listed + idle.count + filtered.count + ungrouped` is `goroutines`. */
export interface DumpView {
  /** Where it stands; the lines are absent in binary profiles. */
  readonly path: SafeText;
  readonly firstLine?: number;
  readonly lastLine?: number;
  readonly scope: DumpFact['scope'];
  readonly kind: DumpFact['kind'];
  readonly goVersions?: DumpFact['goVersions'];
  readonly integrity: DumpFact['integrity'];
  readonly defects: DumpFact['defects'];
  readonly unparsedLines: number;
  /** The first few of them. */
  readonly unparsedSample: DumpFact['unparsedSample'];
  /** All that it has. */
  readonly goroutines: ExactInt;
  /** All of them by printed state, most first; empty for profiles. */
  readonly byState: DumpFact['byState'];
  /** Goroutines in `groups`. */
  readonly listed: number;
  /** Goroutines that met the filters, but are idle by design and not listed. */
  readonly idle: { readonly count: number; readonly kinds: readonly { readonly kind: IdleKind; readonly count: number }[] };
  /** Goroutines that did not meet the filters. */
  readonly filtered: {
    readonly count: number;
    /** Those of them that meet every filter but that of the wait, since their age is unknown. */
    readonly unknownWait: number;
    /** Those of them that meet every filter but that of the state, since a profile does not tell theirs. */
    readonly unknownState: number;
  };
  /** Goroutines that are in no group: a limit kept their groups out. */
  readonly ungrouped: ExactInt;
  readonly warnings: readonly Warning[];
  /** Largest first. */
  readonly groups: readonly GroupView[];
}

/** A state, and how many goroutines of a group are in it. */
export interface GroupState {
  readonly count: number;
  readonly state?: SafeText;
  readonly class?: StateClass;
  /** What they seem to wait in, where a profile in text form hides it: a guess. */
  readonly likely?: NonNullable<HiddenWait['stateClass']> | HiddenWait['operation'];
}

/** Goroutines that are alike at the level that was asked for. */
export interface GroupView {
  /** The same for the same goroutines at this level in every dump of the program. */
  readonly key: string;
  readonly count: number;
  /** Share of the dump's goroutines, 0 to 1. */
  readonly share: number;
  /** As printed, most first; `class` is absent where a profile does not tell, and `state` in profiles. */
  readonly states: readonly GroupState[];
  readonly wait: WaitRange;
  /** Of the largest part: below `exact` the others may stand at other lines, by `creator` in other functions. */
  readonly frames: readonly Frame[];
  /** Where the program waits, from the largest part. */
  readonly owner?: Frame;
  readonly creator?: Creator;
  /** Different stacks by function that stand in it: 1 but for `creator`. */
  readonly stacks: number;
  /** Of the stacks in a group by `creator` the largest ones, at most 5; absent otherwise. */
  readonly parts?: readonly (GroupState & { readonly owner?: Frame })[];
  readonly leaked: number;
  readonly locked: number;
  /** Absent where none of them has labels. */
  readonly labels?: GoroutineLabels;
  /** How those of its goroutines are idle by design that are; empty but for `--all`. */
  readonly idle: readonly { readonly kind: IdleKind; readonly count: number }[];
  /** The ten lowest. */
  readonly ids: readonly GoroutineId[];
  /** The runtime left frames out. */
  readonly elided: boolean;
  /** An example. */
  readonly citation: Citation;
}

/** Facts of one group. */
export type Parts = readonly [GoroutinesFact, ...GoroutinesFact[]];
