import type { CrashFact } from '../../src/evidence/facts/crash.ts';
import type { CallFrame } from '../../src/evidence/frame.ts';
import { type SafeText, sanitize } from '../../src/text/safe-text.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import type { Goroutine } from '../goroutine-dump/goroutine.ts';
import type { SourceInfo } from '../parser.ts';
import { timeOf } from '../log/time-before.ts';
import { crashTest } from '../test-output/crash-test.ts';
import { blame } from './culprit.ts';
import { panicBlame } from './messages.ts';
import { crashGoroutine } from './report.ts';
import type { Said } from './said.ts';
import { templateOf } from './template.ts';
import { isStackWriter } from './writers.ts';

const EXCERPT = 14;

/** A stack that a program printed of a panic that it recovered. */
export interface RecoveredStack {
  /** What the program said before it; absent where nothing was found: then the message is unknown. */
  readonly said?: Said;
  readonly frames: readonly CallFrame[];
  readonly cut: boolean;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly text: readonly string[];
  /** Absent where the stack was printed without a header. */
  readonly goroutine?: Goroutine;
  /** Who recovered, where the stack does not show it. */
  readonly caughtBy?: string;
}

/**
 * Whether a running goroutine prints its own stack while it panics: a function that prints stacks stands on top and `panic(` below.
 * `recovered`: the program said so, and then deferred code on top will do: runtime.Stack does not show itself.
 */
export function isRecovering({ state, frames }: Goroutine, recovered: boolean): boolean {
  if (state !== 'running') return false;
  const top = frames[0]?.function;
  if (top === undefined || top === 'panic' || !frames.some((frame, at) => at > 0 && frame.function === 'panic')) return false;
  return isStackWriter(top) || (recovered && !top.startsWith('runtime.'));
}

/** The fact of a panic that a program recovered and logged by itself. An unknown message is empty, and nobody is blamed. */
export function recoveredPanic(source: SourceInfo, stack: RecoveredStack, dump?: string): Omit<CrashFact, 'id'> {
  const { said, frames, goroutine, cut } = stack;
  const message = said?.message ?? '';
  const panics = frames.some((frame) => frame.function === 'panic' || frame.function === 'runtime.gopanic');
  const { fault, culprit, path } = blame({ frames, cut }, panics ? 1 : 0);
  const { template, values } = templateOf(message);
  const caughtBy = stack.caughtBy ?? frames.find((frame) => !frame.function.startsWith('runtime'))?.function;
  const test = goroutine === undefined ? undefined : crashTest(message, goroutine);
  const atUnixMs = said === undefined ? undefined : timeOf(said.line);
  return {
    type: 'crash',
    certainty: 'stated',
    citations: [citation(source.path, stack)],
    scope: source.scope,
    class: 'recovered-panic',
    message: sanitize(message),
    template,
    values,
    blame: message === '' ? 'unknown' : panicBlame(message),
    chain: [],
    preceding: [],
    hidesPanic: false,
    ...(atUnixMs === undefined ? {} : { atUnixMs }),
    ...(goroutine === undefined ? {} : { goroutine: crashGoroutine(source.path, goroutine) }),
    ...(fault === undefined ? {} : { fault }),
    ...(culprit === undefined ? {} : { culprit }),
    path: path.map((frame) => frame.function),
    ...(caughtBy === undefined ? {} : { caughtBy: sanitize(caughtBy) }),
    ...(dump === undefined ? {} : { dump }),
    ...(test === undefined ? {} : { test }),
    truncated: goroutine?.open === true,
  };
}

/** From what was said to the end of the stack. */
function citation(path: SafeText, { said, firstLine, lastLine, text }: RecoveredStack) {
  if (said === undefined || said.line.number === firstLine) return cite(path, firstLine, lastLine, text, EXCERPT);
  const missing = firstLine - said.line.number - 1;
  // One line between is likely an empty one; of more the middle is marked as left out.
  const between = missing === 1 ? [''] : [];
  return cite(path, said.line.number, lastLine, [said.line.text, ...between, ...text], EXCERPT);
}
