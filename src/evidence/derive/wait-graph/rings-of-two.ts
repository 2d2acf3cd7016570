import type { Frame } from '../../frame.ts';
import { type Awaited, awaitedBy, isLock, lockerOf, type Part } from './awaited.ts';
import { type Candidate, candidate, likeliestFirst } from './candidate.ts';

/** How far into its object a lock may lie. */
const LARGEST_OBJECT = 4096;

/** What is known of each thing that is waited for: who may be waited for there, likeliest first. */
type Candidates = { readonly candidates: readonly Candidate[] };

/**
 * Closes rings of two locks. Who waits for the first one in a call that was given both objects, and who waits for the second one in a call that was given
 * both, hold the other's lock, where nobody else is seen who could. A goroutine that waits for the end of these two is no likelier holder than they are:
 * it does not stand among the holders of a ring that is proven, unless more than its package speaks for it.
 */
export function closeRings<K extends Candidates>(known: ReadonlyMap<Awaited, K>): ReadonlyMap<Awaited, K> {
  const made = new Map(known);
  for (const [lock, one] of known) {
    if (!isLock(lock)) continue;
    for (const { part } of one.candidates) {
      const other = part.lock;
      const its = other === undefined ? undefined : made.get(other);
      const mine = made.get(lock);
      if (other === undefined || other === lock || its === undefined || mine === undefined) continue;
      const here = side(lock, other, mine.candidates, known);
      const there = side(other, lock, its.candidates, known);
      if (here === undefined || there === undefined) continue;
      made.set(lock, { ...mine, candidates: here });
      made.set(other, { ...its, candidates: there });
      break;
    }
  }
  return made;
}

/** The holders of one lock of a ring of two, those that stand behind it left out; undefined where it is no ring that is proven. */
function side(
  lock: Awaited,
  other: Awaited,
  candidates: readonly Candidate[],
  known: ReadonlyMap<Awaited, Candidates>,
): readonly Candidate[] | undefined {
  const within = new Set([lock, other]);
  const rest = candidates.filter(({ part, holder }) => holder.certainty !== 'guessed' || !awaitsTheEndOf(part, within, known));
  if (rest.some(({ part, holder }) => part.lock === other && holder.certainty !== 'guessed')) return rest;
  // Where somebody else may hold one of the locks, both may wait for him, the one behind the other.
  if (rest.some(({ part }) => part.lock === undefined || !within.has(part.lock))) return undefined;
  const swapped = rest.flatMap((one) => {
    const frame = lockerOf(one.part.group)?.frame;
    return frame === undefined || one.part.lock !== other || !givenBoth(one.part, lock, other) ? [] : [{ part: one.part, frame }];
  });
  // Who waits at an earlier line of the function has not come to its second lock: it queues behind the ring.
  const inner = swapped.filter(({ frame }) => !swapped.some((one) => isPast(one.frame, frame)));
  // Of two that do the same nobody can tell which of them holds it.
  const [only, ...further] = inner;
  if (only === undefined || further.length > 0) return undefined;
  const holder = candidate(only.part, { by: 'argument', frame: only.frame, certainty: 'derived', loop: false });
  return likeliestFirst([holder, ...rest.filter(({ part }) => part !== only.part)]);
}

function isPast(one: Frame, other: Frame): boolean {
  return one.function === other.function && (one.line ?? 0) > (other.line ?? 0);
}

/** Whether goroutines wait for the end of others that they have started, one of which waits for one of some locks. */
function awaitsTheEndOf(part: Part, locks: ReadonlySet<Awaited>, known: ReadonlyMap<Awaited, Candidates>): boolean {
  const group = part.lock === undefined ? awaitedBy(part) : undefined;
  if (group?.kind !== 'waitgroup') return false;
  return (known.get(group)?.candidates ?? []).some(
    ({ part: { lock }, holder }) => lock !== undefined && locks.has(lock) && holder.by === 'creator',
  );
}

/**
 * Whether the call that waits for `second` was given the objects of both locks: two of its arguments lie as far from each other as the locks do, and the
 * locks as far into them.
 */
function givenBoth({ group }: Part, first: Awaited, second: Awaited): boolean {
  // The arguments of several are kept together: nothing tells which of them has which.
  if (group.count > 1) return false;
  const locker = lockerOf(group)?.frame.function;
  if (locker === undefined || first.address === undefined || second.address === undefined || first.address === second.address) return false;
  const from = Number(first.address);
  const to = Number(second.address);
  const { receivers = [], arguments: others = [] } = group.addresses ?? {};
  const given = new Set([...receivers, ...others].flatMap((one) => (one.function === locker ? [Number(one.address)] : [])));
  return [...given].some((object) => from >= object && from - object < LARGEST_OBJECT && given.has(object + (to - from)));
}
