import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { StateClass } from './dump.ts';

/** `top`: a table of functions (`-top`). `tree`: the same with callers and callees (`-tree`, `-peek`). `list`: one function line by line. `traces`: stacks. */
export type PrintedForm = 'top' | 'tree' | 'list' | 'traces';

/**
 * What the profile is of. `contention`: block or mutex, whose values have the same names. `other`: none of the runtime's. `unknown`: the lines that say it
 * are not there, and nothing else tells.
 */
export type PrintedKind = 'heap' | 'goroutine' | 'goroutineleak' | 'cpu' | 'contention' | 'threadcreate' | 'other' | 'unknown';

/**
 * What tells the kind. `type`: the line `Type:`. `command`: the address or the command that the profile was fetched with. `unit`: bytes are a heap's.
 * `functions`: those that have the most. `line`: a line of source at which nothing but a goroutine can stand for long, a guess. `nothing`.
 */
export type PrintedKindBasis = 'type' | 'command' | 'unit' | 'functions' | 'line' | 'nothing';

/** Unit of all values of a printed profile; `none` where all are 0. `other`: a unit that pprof does not convert. */
export type PrintedUnit = 'bytes' | 'seconds' | 'count' | 'other' | 'none';

/** One function, as printed. Values are rounded to hundredths of the unit they are printed in: no sums are made of them. */
export interface PrintedFunction {
  /** Those of the profile, again, so that rules can select a function by itself. */
  readonly kind: PrintedKind;
  readonly measure?: SafeText;
  readonly difference: boolean;
  /** 1 for the first that is printed. */
  readonly place: number;
  /** Without file and line, unless the table is by lines. */
  readonly frame: Frame;
  /** Of its own, in the profile's unit. */
  readonly flat: number;
  /** With all that it calls. */
  readonly cumulative: number;
  /** Share of the profile's total, 0 to 1, as printed; never negative. */
  readonly flatShare: number;
  readonly cumulativeShare: number;
  /**
   * It has the most: what is printed shows that no other function, printed or not, has more of its own; or more than half of the profile is its with all that
   * it calls, as of the first function of a stack.
   */
  readonly heads: boolean;
}

/** A line of source with something of the profile, as printed. */
export interface PrintedLine {
  readonly function: SafeText;
  readonly file?: SafeText;
  readonly line: number;
  /** The code of that line. */
  readonly source: SafeText;
  readonly flat: number;
  readonly cumulative: number;
}

/** Goroutines that wait in one function. A guess where the fact is one: then it is not said that it counts goroutines. */
export interface PrintedWait {
  readonly frame: Frame;
  /** By the code of the line (`list`) or by the function of the runtime or `sync` that is called (`tree`). */
  readonly stateClass: StateClass;
  /** Goroutines, exact: pprof prints counts in full. */
  readonly count: number;
  /** The code of the line; absent in a tree. */
  readonly source?: SafeText;
}

/** A stack, as printed. */
export interface PrintedStack {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** Functions, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** In the profile's unit. */
  readonly value: number;
}

/**
 * What `go tool pprof` printed of a profile (google/pprof, internal/report: `printText`, `printTree`, `printSource`, `printTraces`), as people copy it. Its
 * values are rounded, small functions are dropped, and filters may have been at work: shares and places are to be read, sums are not. Stacks of a goroutine
 * profile (`-traces`) are printed in full, and become a `dump` with its `goroutines` instead.
 */
export interface PrintedProfileFact extends FactBase {
  readonly type: 'printed-profile';
  readonly form: PrintedForm;
  readonly kind: PrintedKind;
  readonly kindBasis: PrintedKindBasis;
  /** Which of its values it shows, as the line `Type:` names it: `inuse_space`, `alloc_objects`, `delay`; absent where it is not said. */
  readonly measure?: SafeText;
  readonly unit: PrintedUnit;
  /** Name of the binary (`File:`). */
  readonly program?: SafeText;
  /** When it was taken, as printed: the zone is a short name, which is not always clear. */
  readonly time?: SafeText;
  /** How long it was taken; of CPU profiles, and of differences between two moments. */
  readonly durationSeconds?: number;
  /** Of the whole profile, in its unit; absent where not printed. */
  readonly total?: number;
  /** Of all nodes that are shown together. */
  readonly shown?: number;
  /** Nodes that were left out since they are small. */
  readonly droppedNodes?: number;
  /** `Active filters:`, as printed. Focus and ignore leave out stacks, so that the rest is not the profile. */
  readonly filters: readonly SafeText[];
  /** Some value is negative: it is the difference of two profiles. Absence of one does not show that it is none. */
  readonly difference: boolean;
  /** Rows of a table or stacks, of all that are printed; lines with a value in a `list`. */
  readonly rowCount: number;
  /** Of a table: the first 50. Of a `list`: the function itself. */
  readonly functions: readonly PrintedFunction[];
  /** Of a `list`: lines with a value, the largest first, at most 20. */
  readonly lines: readonly PrintedLine[];
  /** Of a profile of goroutines: where they wait, as far as lines or callees tell; the most first, at most 20. */
  readonly waits: readonly PrintedWait[];
  /** Of `traces`: the largest first, at most 50. */
  readonly stacks: readonly PrintedStack[];
  /** Rows that were announced, or lines that are part of the sum, are not there. */
  readonly cut: boolean;
}
