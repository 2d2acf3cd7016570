import type { DumpDefect, DumpFact, GoroutinesFact } from '../evidence/facts/dump.ts';
import type { LeakCheckFact } from '../evidence/facts/leak-check.ts';
import type { WaitEdgeFact } from '../evidence/facts/wait-edge.ts';
import { trusted } from '../text/safe-text.ts';
import { SURELY_PRINTED, type Stack, type Subject } from './subject.ts';

/** Defects after which the stack of one goroutine may have lost its end. */
const CUTTING: ReadonlySet<DumpDefect> = new Set([
  'truncated',
  'cut-at-known-limit',
  'mid-line',
  'interleaved',
  'foreign-lines',
  'damaged',
]);

/** What the fingerprint of goroutines that do the same is made of: what they wait for, and where. `dump`: the one that they are of. */
export function groupSubject(group: GoroutinesFact, dump?: DumpFact): Subject {
  return { kind: 'goroutines', message: group.stateClass ?? 'no state', level: 'L2', stacks: [groupStack(group, dump)] };
}

/** A lock that goroutines wait for: `group` is the largest group of those that do. */
export function lockSubject({ target, owner }: WaitEdgeFact, group?: GoroutinesFact, dump?: DumpFact): Subject {
  const stack = group === undefined ? { frames: [owner], above: [] } : groupStack(group, dump);
  return { kind: 'lock', message: target, level: 'L2', stacks: [stack] };
}

/** Goroutines that a test has left over. Releases call the wait for a lock by different names. */
export function leakCheckSubject({ state, owner, creator }: LeakCheckFact): Subject {
  const waits = /^(?:semacquire|sync\.)/.test(state) ? 'lock' : state;
  const base = { kind: 'goroutines left over', message: waits, level: 'L2' } as const;
  if (owner === undefined) return { ...base, stacks: [], stackless: trusted('the check names no function of the program') };
  return { ...base, stacks: [{ frames: [owner], above: [], ...(creator === undefined ? {} : { creator }) }] };
}

function groupStack({ frames, creator, elided, count }: GoroutinesFact, dump: DumpFact | undefined): Stack {
  const cut = count === 1 && dump?.defects.some((defect) => CUTTING.has(defect)) === true;
  const missing = elided
    ? ({ from: SURELY_PRINTED, why: 'elided' } as const)
    : cut
      ? ({ from: frames.length, why: 'cut' } as const)
      : undefined;
  return {
    frames,
    above: [],
    ...(creator === undefined ? {} : { creator }),
    ...(missing === undefined ? {} : { missing }),
  };
}
