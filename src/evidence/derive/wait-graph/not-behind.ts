import type { HolderWork } from '../../facts/wait-edge.ts';
import { type Awaited, awaitedBy, isLock } from './awaited.ts';
import type { Candidate } from './candidate.ts';

/** Calls across which locks are held by mistake. */
const SLOW: ReadonlySet<HolderWork> = new Set(['network', 'fsync', 'process', 'syscall']);
/** Steps that are followed. */
const FARTHEST = 16;

/**
 * Puts a possible holder of a lock that is in a slow call before one that waits for the goroutines that want the lock: that one, too, may hold it, in a ring,
 * but mostly it has come by its wait since the other one does not let go.
 */
export function notBehind<K extends { readonly candidates: readonly Candidate[] }>(
  known: ReadonlyMap<Awaited, K>,
): ReadonlyMap<Awaited, K> {
  const made = new Map(known);
  for (const [lock, one] of known) {
    const [first] = one.candidates;
    if (first === undefined || !isLock(lock) || first.part.lock !== undefined || !leadsTo(first, lock, known)) continue;
    const free = one.candidates.find(({ part, holder }) => awaitedBy(part) === undefined && SLOW.has(holder.doing) && !holder.loop);
    if (free !== undefined) made.set(lock, { ...one, candidates: [free, ...one.candidates.filter((other) => other !== free)] });
  }
  return made;
}

function leadsTo(from: Candidate, lock: Awaited, known: ReadonlyMap<Awaited, { readonly candidates: readonly Candidate[] }>): boolean {
  let at = awaitedBy(from.part);
  for (let steps = 0; at !== undefined && at !== lock && steps < FARTHEST; steps++) {
    const next: Candidate | undefined = known.get(at)?.candidates[0];
    at = next === undefined ? undefined : awaitedBy(next.part);
  }
  return at === lock;
}
