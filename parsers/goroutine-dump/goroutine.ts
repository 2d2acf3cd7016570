import type { DumpKind, Label } from '../../src/evidence/facts/dump.ts';
import type { CallFrame, Creator, GoroutineId } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import type { LineForm } from './line-kind.ts';

/** One goroutine as a dump prints it, before it is grouped. */
export interface Goroutine {
  /** Absent for `runtime stack:`, the scheduler's stack of a crash. */
  readonly id?: GoroutineId;
  /** As printed, without flags, wait and labels: `chan receive`, `GC worker (idle)`. Empty for `runtime stack:`. */
  readonly state: SafeText;
  /** Printed wait; absent where none was printed: unknown, not short. */
  readonly waitMinutes?: number;
  readonly locked: boolean;
  readonly leaked: boolean;
  /** Absent where its header has none. */
  readonly labels?: readonly Label[];
  /** The thread (M) that runs it; `none` where it is on no thread. Absent where not printed (see `Header`). */
  readonly thread?: number | 'none';
  /** With the arguments of the calls for the first few goroutines of a dump only. */
  readonly frames: readonly CallFrame[];
  readonly creator?: Creator;
  /** Id of the goroutine that started it (`in goroutine N`, Go ≥ 1.21). */
  readonly parent?: GoroutineId;
  /** `goroutine running on other thread; stack unavailable`. */
  readonly unavailable: boolean;
  /** The runtime left frames out. */
  readonly elided: boolean;
  /** The text ends inside the stack. */
  readonly open: boolean;
  /** The text broke off inside, or ended where stacks do not end: outer frames may be missing. */
  readonly cut: boolean;
  /** Header line to last line, in the user's own file. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Its lines as they stand there, for citations; capped by the reader at some 40 lines. */
  readonly text: readonly string[];
}

/** What the reader of goroutine dumps tells whoever reads the crash report around them. */
export interface DumpEvents {
  /** A goroutine has ended. `index` counts from 0 within its dump, `runtime stack:` included. */
  goroutine(goroutine: Goroutine, index: number): void;
  /** A dump has ended and its facts have been emitted; `id` is the dump fact's id. */
  dump(id: string): void;
}

/** Reads goroutines out of lines and groups them as they come. */
export interface DumpReader {
  /** Offers a line; true where it belongs to a dump. `form` is what `classify` says of it, where the caller knows. */
  accept(line: Line, form?: LineForm): boolean;
  /** Takes a line where it is the same as what followed the last time, as most of a dump are; else false, and nothing is changed. */
  acceptKnown(line: Line): boolean;
  /** A goroutine's stack is open: its header was read and neither a blank line nor another header has ended it. */
  readonly inStack: boolean;
  /** A dump is open: goroutines were read since the last `beginReport` or end of a dump. */
  readonly inDump: boolean;
  /**
   * Counts goroutines whose stacks have been read before, from their bytes, as far as they follow each other from `start` on, which is the
   * beginning of line `number`. What is taken is what `accept` would have read of it; nothing where that cannot be told.
   */
  takeRepeats(bytes: Buffer, start: number, number: number): Taken;
  /** Part of a goroutine was taken up to a line that is none of it: the rest may be taken after that, wherever it begins. */
  readonly resumes: boolean;
  /** What ends a report was read: the registers, or the status of its process. A dump for a signal is whole then. */
  reportEnds(): void;
  /**
   * A crash report's head was read: the open dump ends, and the goroutines that follow are a new dump of this kind.
   * `headless`: its first stack has no header line, as in the reports of Windows exceptions.
   */
  beginReport(kind: DumpKind, headless?: boolean): void;
  /** Ends the open dump, if any (facts are emitted, `dump` is called). `beginReport` and `end` do it too. */
  endDump(): void;
  end(): void;
}

/** How much of some bytes was read at once. The object is reused: read it before the next call. */
export interface Taken {
  readonly bytes: number;
  /** Whole lines in these bytes, and how many of them are empty. */
  readonly lines: number;
  readonly blank: number;
  /** A goroutine follows them that could not be taken, maybe since it is not all here. */
  readonly unfinished: boolean;
}
