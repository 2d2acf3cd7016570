import type { IdleKind, StateClass } from '../../src/evidence/facts/dump.ts';
import { idleKindOf, isParkedMain } from '../goroutine-dump/idle.ts';
import { stateClassOf } from '../goroutine-dump/state-class.ts';

/** Functions of the runtime that park a goroutine, and the state that a text dump prints for it. */
const PARKED_IN: ReadonlyMap<string, string> = new Map([
  ['runtime.chanrecv', 'chan receive'],
  ['runtime.chansend', 'chan send'],
  ['runtime.selectgo', 'select'],
  ['runtime.block', 'select (no cases)'],
  ['runtime.netpollblock', 'IO wait'],
  // The text form leaves out what the runtime does below it.
  ['internal/poll.runtime_pollWait', 'IO wait'],
  ['time.Sleep', 'sleep'],
  ['runtime.semacquire1', 'semacquire'],
  // The text form begins with these.
  ['sync.runtime_Semacquire', 'semacquire'],
  ['sync.runtime_SemacquireMutex', 'semacquire'],
  ['internal/sync.runtime_SemacquireMutex', 'semacquire'],
  ['sync.runtime_SemacquireRWMutex', 'semacquire'],
  ['sync.runtime_SemacquireRWMutexR', 'semacquire'],
  ['sync.runtime_SemacquireWaitGroup', 'semacquire'],
  ['sync.runtime_notifyListWait', 'sync.Cond.Wait'],
]);

/** Whether a function is one in which a goroutine is parked, as far as profiles tell that by names. */
export function parks(name: string): boolean {
  return PARKED_IN.has(name);
}

/** Writers of goroutine profiles (runtime/pprof/pprof.go): one of them is in each profile. */
const WRITER = /^runtime\/pprof\.(?:\(\*Profile\)\.WriteTo|writeGoroutine|runtime_goroutineProfileWithLabels)/;

/**
 * How the goroutines of a stack are idle by design; undefined where nothing says so. A profile has no states, but unlike a
 * dump it has the runtime's frames, which lead to the same answer.
 */
export function idleOf(stateClass: StateClass, functions: readonly string[], listensForSignals: boolean): IdleKind | undefined {
  if (isParkedMain(stateClass, functions, listensForSignals)) return 'parked-main';
  const writer = functions.some((name) => WRITER.test(name));
  return idleKindOf({ stateClass, functions, writer });
}

/**
 * What a goroutine of a profile waits for, by the function of the runtime that parked it; `other` where that does not say. A nil channel
 * looks like any other.
 */
export function parkedAs(functions: readonly string[]): StateClass {
  for (const name of functions) {
    const state = PARKED_IN.get(name);
    if (state !== undefined) return stateClassOf(state, functions);
    if (!name.startsWith('runtime.') && !name.startsWith('sync.') && !name.startsWith('internal/')) break;
  }
  return 'other';
}
