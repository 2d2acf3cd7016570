import type { PrintedKind, PrintedKindBasis, PrintedUnit } from '../../src/evidence/facts/printed-profile.ts';
import type { Certainty } from '../../src/evidence/citation.ts';
import type { Head } from './head.ts';

/** What a profile is of, and what says so. */
export interface KindOf {
  readonly kind: PrintedKind;
  readonly basis: PrintedKindBasis;
}

const MEASURES: ReadonlyMap<string, PrintedKind> = new Map([
  ['inuse_space', 'heap'],
  ['inuse_objects', 'heap'],
  ['alloc_space', 'heap'],
  ['alloc_objects', 'heap'],
  ['cpu', 'cpu'],
  ['samples', 'cpu'],
  ['goroutine', 'goroutine'],
  ['goroutineleak', 'goroutineleak'],
  ['delay', 'contention'],
  ['contentions', 'contention'],
  ['threadcreate', 'threadcreate'],
]);

/** How sure a fact is whose kind rests on this. */
export const CERTAINTY: Readonly<Record<PrintedKindBasis, Certainty>> = {
  type: 'stated',
  command: 'derived',
  unit: 'derived',
  functions: 'derived',
  line: 'guessed',
  // Nothing is said of what it is of; the rest is as printed.
  nothing: 'stated',
};

/** Ways in which a block or mutex profile ends: what it counts is charged to the innermost call (`blockevent`, `mutexevent` in runtime/mprof.go). */
const CONTENTION =
  /^(?:runtime\.(?:chanrecv|chansend|selectgo|semacquire|unlock)|(?:internal\/)?sync\.\(\*(?:(?:RW)?Mutex\)\.[rR]?(?:un)?[lL]ock|(?:RW)?Mutex\)\.R?Unlock|WaitGroup\)\.Wait|Cond\)\.Wait))/;

/**
 * What a printed profile is of. `largest`: the function with the most of its own, innermost call of a stack; absent where none is shown. `waits`: a line of source with a
 * count at which goroutines wait, and below which more is called.
 */
export function kindOf(head: Head, unit: PrintedUnit, largest: string | undefined, waits: boolean): KindOf {
  if (head.measure !== undefined) return { kind: MEASURES.get(head.measure) ?? 'other', basis: 'type' };
  if (head.command !== undefined && fits(head.command, unit)) return { kind: head.command, basis: 'command' };
  if (unit === 'bytes') return { kind: 'heap', basis: 'unit' };
  if (unit === 'seconds' && largest !== undefined && CONTENTION.test(largest)) return { kind: 'contention', basis: 'functions' };
  // A parked goroutine ends in gopark, and hardly anything else that is counted does.
  if (unit === 'count' && largest === 'runtime.gopark') return { kind: 'goroutine', basis: 'functions' };
  if (unit === 'count' && waits) return { kind: 'goroutine', basis: 'line' };
  return { kind: 'unknown', basis: 'nothing' };
}

/** The command before may have been about another profile. */
function fits(kind: PrintedKind, unit: PrintedUnit): boolean {
  if (unit === 'none') return true;
  if (kind === 'heap') return unit === 'bytes' || unit === 'count';
  if (kind === 'cpu' || kind === 'contention') return unit === 'seconds' || unit === 'count';
  return unit === 'count';
}
