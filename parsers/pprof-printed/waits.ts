import type { StateClass } from '../../src/evidence/facts/dump.ts';

/** Statements of Go at which a goroutine waits, by their code. A `case` is part of its `select`, and counts at the line of that. */
const BY_CODE: readonly (readonly [code: RegExp, stateClass: StateClass])[] = [
  [/^select\s*\{/, 'select'],
  [/^(?:case|default)\b/, 'other'],
  [/\.RLock\(\)\s*;?\s*$/, 'rwmutex-read'],
  [/\.Lock\(\)\s*;?\s*$/, 'mutex'],
  [/^time\.Sleep\(/, 'sleep'],
  [/^[\w.()[\]*]+\s*<-\s/, 'chan-send'],
  [/(?:^|[=(,]\s*|\breturn\s+|\bif\s+|\bswitch\s+)<-\s*[\w(]/, 'chan-receive'],
];

/** Functions by which goroutines wait, called directly by who waits. */
const BY_CALLEE: readonly (readonly [name: RegExp, stateClass: StateClass])[] = [
  [/^runtime\.selectgo$/, 'select'],
  [/^runtime\.chanrecv[12]?$/, 'chan-receive'],
  [/^runtime\.chansend1?$/, 'chan-send'],
  [/^sync\.\(\*Mutex\)\.Lock$/, 'mutex'],
  [/^sync\.\(\*RWMutex\)\.RLock$/, 'rwmutex-read'],
  [/^sync\.\(\*RWMutex\)\.Lock$/, 'rwmutex-write'],
  [/^sync\.\(\*WaitGroup\)\.Wait$/, 'waitgroup'],
  [/^sync\.\(\*Cond\)\.Wait$/, 'cond'],
  [/^time\.Sleep$/, 'sleep'],
];

/** What a goroutine waits for that stands at this line of source; undefined where the code does not say. */
export function waitOfCode(source: string): StateClass | undefined {
  const code = source.replace(/(?:^|\s)\/\/.*$/, '').trim();
  const found = BY_CODE.find(([form]) => form.test(code))?.[1];
  return found === 'other' ? undefined : found;
}

/** What a goroutine waits for that calls this function; undefined where it is not one of those. */
export function waitOfCallee(name: string): StateClass | undefined {
  return BY_CALLEE.find(([form]) => form.test(name))?.[1];
}
