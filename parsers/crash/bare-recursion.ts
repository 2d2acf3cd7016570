import type { CrashFact } from '../../src/evidence/facts/crash.ts';
import type { CallFrame } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize, trusted } from '../../src/text/safe-text.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import { FrameTable } from '../goroutine-dump/frames.ts';
import type { LineForm } from '../goroutine-dump/line-kind.ts';
import type { SourceInfo } from '../parser.ts';
import { blame } from './culprit.ts';
import { templateOf } from './template.ts';

/** ` fp=0x… sp=0x… pc=0x…` behind a place: in tracebacks of throws, and of the whole system (traceback2 in runtime/traceback.go). */
const POINTERS = / fp=0x([0-9a-f]{1,16}) sp=0x[0-9a-f]{1,16} pc=0x([0-9a-f]{1,16})$/;
/** Calls that a circle has at most. */
const LONGEST = 16;
/** Calls above the circle: what it called when the stack was full. Then the circle must stand there twice. */
const ON_TOP = 10;
/** Calls that must stand there, and places that must come again. */
const LEAST = { calls: 8, repeated: 2 };
/** Bytes between the frames of one piece from which on no recursion is meant to be so deep. A stack is full at 1 GB (250 MB on 32 bit). */
const DEEP = 64n * 1024n * 1024n;
const MOST_CALLS = 400;
const EXCERPT = 14;

/** One call of the piece. `fp` and `pc` are absent where it was inlined. */
interface Call {
  readonly frame: CallFrame;
  readonly fp?: bigint;
  readonly pc?: string;
}

/** A call whose place is due. */
interface Half {
  readonly form: Extract<LineForm, { kind: 'function' }>;
  readonly line: Line;
}

/**
 * Finds an endless recursion in a piece of a trace that has lost its message and its header: calls with their frame pointers of which all, to
 * the outermost, belong to one circle. Each time round it calls from the same places and takes as much of the stack. A recursion that is
 * meant has calls outside the circle, and the piece would have to break off within it: alone this is a guess.
 */
export class BareRecursion {
  readonly #done: (crash: Omit<CrashFact, 'id'>) => void;
  readonly #source: SourceInfo;
  readonly #table = new FrameTable();
  #calls: Call[] = [];
  /** The runtime left calls out behind this many. */
  #gap: number | undefined;
  #half: Half | undefined;
  #first = 0;
  #last = 0;
  #text: string[] = [];

  constructor(source: SourceInfo, done: (crash: Omit<CrashFact, 'id'>) => void) {
    this.#source = source;
    this.#done = done;
  }

  /** Looks at a line that belongs to no goroutine with a header. */
  see(line: Line, form: LineForm): void {
    const half = this.#half;
    this.#half = undefined;
    if (form.kind === 'function') {
      // A call without its place: what is between is lost.
      if (half !== undefined) this.end();
      this.#half = { form, line };
    } else if (form.kind === 'file' && half !== undefined) this.#take(half, line, form);
    else if (form.kind === 'elided' && this.#calls.length > 0) this.#gap ??= this.#calls.length;
    else this.end();
  }

  /** What is open ends. */
  end(): void {
    this.#half = undefined;
    const calls = this.#calls;
    if (calls.length === 0) return;
    const gap = this.#gap;
    if (calls.length >= LEAST.calls) {
      const found = repeats(calls.slice(0, gap));
      const depth = depthOf(calls);
      if (found) this.#done(this.#crash(calls, gap !== undefined, depth !== undefined && depth >= DEEP));
    }
    this.#calls = [];
    this.#gap = undefined;
    this.#text = [];
  }

  #take(half: Half, line: Line, { file, line: number }: Extract<LineForm, { kind: 'file' }>): void {
    const pointers = POINTERS.exec(line.text.trimEnd());
    const { name, args } = half.form;
    // Only calls that were inlined have none.
    if ((pointers === null && args !== undefined) || this.#calls.length >= MOST_CALLS) {
      this.end();
      return;
    }
    const { frame } = this.#table.shared(name, file, number, args === undefined);
    const [, fp = '', pc = ''] = pointers ?? [];
    if (this.#calls.length === 0) this.#first = half.line.number;
    this.#calls.push({
      frame: args === undefined ? frame : { ...frame, args: sanitize(args) },
      ...(pointers === null ? {} : { fp: BigInt(`0x${fp}`), pc }),
    });
    this.#last = line.number;
    if (this.#text.length < EXCERPT) this.#text.push(half.line.text, line.text);
  }

  /** The throw that such a stack ends with. The message is not in the text, so the fact is no more than a guess, or computed. */
  #crash(calls: readonly Call[], elided: boolean, deep: boolean): Omit<CrashFact, 'id'> {
    const frames = calls.map(({ frame }) => frame);
    const { path } = this.#source;
    const citation = cite(path, this.#first, this.#last, this.#text, EXCERPT);
    const { fault, culprit, path: blamed } = blame({ frames, cut: true });
    return {
      type: 'crash',
      certainty: deep ? 'derived' : 'guessed',
      citations: [citation],
      scope: this.#source.scope,
      class: 'throw',
      message: trusted('stack overflow'),
      ...templateOf('stack overflow'),
      blame: 'user',
      chain: [],
      preceding: [],
      hidesPanic: false,
      goroutine: {
        state: trusted(''),
        frames,
        functions: frames.map((frame) => frame.function),
        ...(elided ? { elided: true as const } : {}),
        cut: true,
        citation,
      },
      ...(fault === undefined ? {} : { fault }),
      ...(culprit === undefined ? {} : { culprit }),
      path: blamed.map((frame) => frame.function),
      truncated: true,
    };
  }
}

/** Whether the calls are a circle that has been gone round at least once and begins anew, to the last of them. */
function repeats(calls: readonly Call[]): boolean {
  for (let top = 0; top <= Math.min(ON_TOP, calls.length); top++) {
    const rest = calls.slice(top);
    // Of functions that come again after three calls, the same six would be a circle too, and hide what differs between the three.
    const period = periodOf(rest);
    if (period !== undefined && isCircle(rest, period, top > 0 ? period : 0)) return true;
  }
  return false;
}

/** After how many calls the same functions come again, to the last of them. */
function periodOf(calls: readonly Call[]): number | undefined {
  for (let period = 1; period <= LONGEST && period < calls.length; period++)
    if (calls.every(({ frame }, at) => at < period || frame.function === calls[at - period]?.frame.function)) return period;
  return undefined;
}

/** Whether functions that repeat with this period are called from the same places, and the stack grows by the same each time. */
function isCircle(calls: readonly Call[], period: number, least: number): boolean {
  if (calls.length < LEAST.calls || calls.length < period + least) return false;
  let step: bigint | undefined;
  let repeated = 0;
  for (const [at, inner] of calls.slice(0, calls.length - period).entries()) {
    const outer = calls[at + period];
    if (outer === undefined || outer.pc !== inner.pc) return false;
    if (inner.fp === undefined || outer.fp === undefined) continue;
    const grown = outer.fp - inner.fp;
    if (grown <= 0n || (step !== undefined && grown !== step)) return false;
    step = grown;
    repeated++;
  }
  return repeated >= LEAST.repeated;
}

/** Bytes of the stack from the innermost of the calls to the outermost; undefined where their pointers say nothing. */
function depthOf(calls: readonly Call[]): bigint | undefined {
  const pointers = calls.flatMap(({ fp }) => (fp === undefined ? [] : [fp]));
  const [first, last] = [pointers[0], pointers.at(-1)];
  return first === undefined || last === undefined ? undefined : last - first;
}
