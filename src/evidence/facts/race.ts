import type { SafeText } from '../../text/safe-text.ts';
import type { Citation } from '../citation.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';

/** A stack in a report of the race detector. It never has arguments: the detector keeps program counters only. */
export interface RaceStack {
  /** Innermost first. Empty where the detector could not restore it, or where it is cut off. */
  readonly frames: readonly Frame[];
  /** Functions of the frames, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** `[failed to restore the stack]`: the detector's history of that goroutine no longer reached back that far. */
  readonly failedToRestore: boolean;
}

/** One of the two accesses that race. */
export interface RaceAccess extends RaceStack {
  /** As printed. A `write` also stands for what the runtime counts as one: a map assignment, a close of a channel. */
  readonly kind: 'read' | 'write';
  /**
   * The access was atomic. The Go form does not print it: there it is so where the innermost frame is one of `sync/atomic`
   * or `internal/runtime/atomic`. The C form prints `Atomic write`.
   */
  readonly atomic: boolean;
  /** First byte, hexadecimal, as printed (twelve digits in the Go form). Absent up to Go 1.3, which printed none. */
  readonly address?: string;
  /** Bytes; only the C form prints them. */
  readonly size?: number;
  /** `by main goroutine` or `by main thread`. It has no number. */
  readonly main: boolean;
  /**
   * Number of the goroutine (C form: the thread) as ThreadSanitizer counts them. It is no goroutine id and never equals one
   * but by chance: not to be joined with goroutine dumps or crash reports. Absent for the main goroutine.
   */
  readonly number?: number;
  /** Whether that goroutine still ran when the report was printed. Absent for the main goroutine, and where it is cut off. */
  readonly state?: 'running' | 'finished';
  /** The call with the `go` statement (C form: the thread's creation) that started it. Absent likewise. */
  readonly creator?: Frame;
  /** Where to look: the innermost frame of the program itself, else of a dependency, else the innermost that is no runtime hook. */
  readonly culprit?: Frame;
  /** From `Write at …` to the last frame. */
  readonly citation: Citation;
}

/** A goroutine that the report describes: `Goroutine 8 (running) created at:`. */
export interface RaceGoroutine extends RaceStack {
  /** ThreadSanitizer’s number, no goroutine id. */
  readonly number: number;
  /** Whether it still ran when the race was found. */
  readonly state: 'running' | 'finished';
  /** The lines of this part of the report. */
  readonly citation: Citation;
}

/** `Heap block of size N at 0x… allocated by …:`. Rare in Go programs, whose heap the detector does not follow. */
export interface RaceHeapBlock extends RaceStack {
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal, as printed. */
  readonly address: string;
  /** Allocated by the main goroutine or thread. */
  readonly main: boolean;
  /** ThreadSanitizer's number of who allocated it; absent for the main goroutine. */
  readonly number?: number;
}

/** `Global var X of size N at 0x… declared at FILE:LINE`. Rare in Go programs. */
export interface RaceGlobal {
  /** The variable, as printed. */
  readonly name: SafeText;
  /** Bytes; absent where the C form does not know. */
  readonly size?: number;
  /** Hexadecimal, as printed. */
  readonly address: string;
  /** Absent in the C form. */
  readonly file?: SafeText;
  /** Line of its declaration, where printed. */
  readonly line?: number;
}

/**
 * What the two accesses meet on, from the hooks of the runtime above the program's own frames. Derived.
 * `map`: the header or table of a map. `channel-close`: a close against a send or another use of the channel.
 * `waitgroup`: the counter of a sync.WaitGroup, Add against Wait. `atomic`: one side is atomic and the other is not.
 * `memory`: a variable, field or element, or the bytes of a slice or string.
 */
export type RaceObject = 'map' | 'channel-close' | 'waitgroup' | 'atomic' | 'memory';

/** One data race that the race detector (`-race`, ThreadSanitizer) has seen happen. */
export interface RaceFact extends FactBase {
  readonly type: 'race';
  /** `go`: `WARNING: DATA RACE`. `c`: `WARNING: ThreadSanitizer: data race (pid=…)`, from C code built with `-fsanitize=thread`. */
  readonly form: 'go' | 'c';
  /** The access that completed the race: the first one printed. */
  readonly access: RaceAccess;
  /** `Previous …`: the access before it. Absent where the report is cut off. */
  readonly previous?: RaceAccess;
  /** What the two accesses met on. */
  readonly on: RaceObject;
  /**
   * The functions of both culprits in alphabetical order, `main.(*T).get and main.(*T).put`: the same for one race whoever came
   * first, at any lines, in every run. `?` stands for a side that has no frame.
   */
  readonly between: SafeText;
  /** Goroutines that the report describes, in its order. The main goroutine is never described. */
  readonly goroutines: readonly RaceGoroutine[];
  /** The block of the heap that it lies in; absent where the report names none. */
  readonly heapBlock?: RaceHeapBlock;
  /** The global variable that it is; absent where the report names none. */
  readonly global?: RaceGlobal;
  /** Either stack, or where a goroutine was started, goes through package testing. */
  readonly inTest: boolean;
  /** Function of that test, benchmark or fuzz target: `example.com/queue.TestDrain`. Absent where no frame names it. */
  readonly test?: SafeText;
  /**
   * N of `Found N data race(s)`, which the process prints when it exits: all races of that run, those of lost reports too. Absent
   * where the process did not exit by itself, or halted at the first race (`GORACE=halt_on_error=1`).
   */
  readonly found?: number;
  /** The report ends before its closing rule of `=`. */
  readonly truncated: boolean;
  /** Lines inside the report that fit no known form, as another writer's do. */
  readonly unparsedLines: number;
}
