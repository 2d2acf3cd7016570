import type { CrashClass } from '../../src/evidence/facts/crash.ts';
import type { Goroutine } from '../goroutine-dump/goroutine.ts';

/** What a report says about which of its goroutines crashed. */
export interface Setting {
  readonly class: CrashClass;
  /** The first stack follows the message without a blank line. */
  readonly pasted: boolean;
  /** The first stack has no header: it is that of the goroutine that crashed (Windows). */
  readonly headless: boolean;
  readonly duringCgo: boolean;
}

/** States of a goroutine for which its thread works on the scheduler's stack (casGToWaiting in runtime/proc.go, and before). */
const WORKED_FOR: ReadonlySet<string> = new Set([
  'running',
  'copystack',
  'GC worker (active)',
  'GC worker (idle)',
  'GC assist marking',
  'garbage collection',
  'garbage collection scan',
  'GC mark termination',
  'flushing proc caches',
  'stopping the world',
  'dumping heap',
  'trace goroutine status',
  'trace proc status',
  'page trace flush',
]);

/**
 * The goroutine that crashed, among the first ones of a report. After the scheduler's stack the runtime prints the goroutine that the
 * thread worked for, if there is one (tracebackothers in runtime/traceback.go); if not, the next goroutine is any.
 */
export function crashedGoroutine(goroutines: readonly Goroutine[], setting: Setting): Goroutine | undefined {
  const [first, second, third] = goroutines;
  if (first === undefined || setting.headless) return first;
  // A header inside the panic's own text, and after it the real one: only the goroutine that panics is running.
  if (setting.pasted && second?.state === 'running' && second.frames.length > 0) return second;
  if (first.id === undefined) {
    const next = second?.id === 0 ? (third ?? second) : second;
    // A user's mistake such as a deadlock is found by the scheduler; then the first goroutine is as good as any.
    return next !== undefined && (setting.class === 'fatal-error' || isWorkedFor(next)) ? next : first;
  }
  // A signal in C arrives on the thread's own stack (goroutine 0); the goroutine that called C comes next.
  if (first.id === 0 && second !== undefined && isOfThread(first, second, setting)) return second;
  return first;
}

function isWorkedFor(goroutine: Goroutine): boolean {
  if (goroutine.unavailable) return false;
  if (goroutine.thread !== undefined) return goroutine.thread !== 'none';
  return WORKED_FOR.has(goroutine.state) || calledC(goroutine);
}

function isOfThread(g0: Goroutine, goroutine: Goroutine, setting: Setting): boolean {
  if (goroutine.unavailable) return false;
  if (g0.thread !== undefined && goroutine.thread !== undefined) return g0.thread === goroutine.thread;
  return setting.class !== 'signal' || setting.duringCgo || calledC(goroutine);
}

function calledC(goroutine: Goroutine): boolean {
  return goroutine.frames.some((frame) => frame.function === 'runtime.cgocall');
}
