import type { CallFrame } from '../../src/evidence/frame.ts';

/** Where a crash was raised, and where in the program to look. */
export interface Blamed {
  readonly fault?: CallFrame;
  readonly culprit?: CallFrame;
  /** From the fault outwards. */
  readonly path: readonly CallFrame[];
}

/** Functions that raise a panic: deferred code stands above, the code that panicked below. */
const PANICS: ReadonlySet<string> = new Set(['panic', 'runtime.gopanic', 'runtime.sigpanic', 'runtime.panic', 'runtime.panicmem']);

/** Functions that end the process: what went wrong stands below them. */
const RAISERS: ReadonlySet<string> = new Set(
  [
    'throw',
    'throw.func1',
    'fatalthrow',
    'fatalthrow.func1',
    'fatal',
    'fatal.func1',
    'fatalpanic',
    'fatalpanic.func1',
    'fatalpanic.func2',
    'dopanic_m',
    'dopanic',
    'systemstack',
    'systemstack_switch',
  ].map((name) => `runtime.${name}`),
);

/** The place of the oldest panic that a stack shows: the lowest; −1 where there is none. */
function lowestPanic(frames: readonly CallFrame[]): number {
  return frames.findLastIndex((frame) => PANICS.has(frame.function));
}

/** Finds the frames to blame in the stack of a crashing goroutine. */
export function blame(frames: readonly CallFrame[]): Blamed {
  const below = frames.slice(lowestPanic(frames) + 1);
  const start = below.findIndex((frame) => frame.origin !== 'runtime' && !isThrow(frame));
  if (start < 0) {
    // A crash among the runtime's own frames: they tell what was being done, not where to look in the program.
    const raised = below.findIndex((frame) => !RAISERS.has(frame.function));
    const [first] = raised < 0 ? [] : below.slice(raised);
    return first === undefined ? { path: below } : { fault: first, path: below.slice(raised) };
  }
  const path = below.slice(start);
  const [fault] = path;
  const culprit = path.find((frame) => frame.origin === 'app') ?? path.find((frame) => frame.origin === 'dependency') ?? fault;
  return { ...(fault === undefined ? {} : { fault }), ...(culprit === undefined ? {} : { culprit }), path };
}

/** `sync.fatal`, `sync.throw`, `internal/sync.fatal`, `maps.fatal`: linknamed into the runtime. */
function isThrow(frame: CallFrame): boolean {
  return /^(?:sync|internal\/sync|internal\/runtime\/maps|maps|os\/signal|reflect)\.(?:fatal|throw)$/.test(frame.function);
}
