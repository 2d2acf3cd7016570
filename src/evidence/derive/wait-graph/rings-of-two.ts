import type { Frame } from '../../frame.ts';
import { type Awaited, awaitedBy, isLock, lockerOf, type Part } from './awaited.ts';
import { type Candidate, candidate, likeliestFirst } from './candidate.ts';
import { LARGEST_OBJECT } from './locks.ts';

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
  const inner = swapped.filter(({ part, frame }) => hasTaken(part, frame, lock, other));
  // Of two that do the same nobody can tell which of them holds it.
  const [only, ...further] = inner;
  if (only === undefined || further.length > 0) return undefined;
  const holder = candidate(only.part, { by: 'argument', frame: only.frame, certainty: 'derived', loop: false });
  return likeliestFirst([holder, ...rest.filter(({ part }) => part !== only.part)]);
}

/**
 * Whether a call that waits for `other` has come past `lock`, as far as others in the same function show. Who waits at an earlier line than they do
 * has not come to its second lock: it queues behind the ring. Where all wait at one line that may be the first lock as well as the second one: then
 * it is the second where each waits for what it was given after the object of the lock that it is to have.
 */
function hasTaken(part: Part, frame: Frame, lock: Awaited, other: Awaited): boolean {
  const lines = [...lock.parts, ...other.parts].flatMap((one) => {
    const beside = one === part ? undefined : lockerOf(one.group)?.frame;
    return beside?.function === frame.function ? [beside.line ?? 0] : [];
  });
  const line = frame.line ?? 0;
  if (lines.some((one) => one > line)) return false;
  if (lines.length === 0 || lines.some((one) => one < line)) return true;
  const given = givenTo(part);
  const object = pairOf(given, lock, other);
  return object !== undefined && given.indexOf(object) < given.indexOf(object + Number(other.address) - Number(lock.address));
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
function givenBoth(part: Part, first: Awaited, second: Awaited): boolean {
  return pairOf(givenTo(part), first, second) !== undefined;
}

/** The objects that the call of a single goroutine was given, as the stack has them: its receiver first. Empty where they are not known. */
function givenTo({ group }: Part): readonly number[] {
  // The arguments of several are kept together: nothing tells which of them has which. Of those that were not read nothing is known.
  if (group.count > 1 || group.addresses?.partial === true) return [];
  const locker = lockerOf(group)?.frame.function;
  const { receivers = [], arguments: others = [] } = group.addresses ?? {};
  return [...receivers, ...others].flatMap((one) => (locker !== undefined && one.function === locker ? [Number(one.address)] : []));
}

/** Of the objects given to a call, that of the first lock, where that of the second one is among them too. */
function pairOf(given: readonly number[], { address: first }: Awaited, { address: second }: Awaited): number | undefined {
  if (first === undefined || second === undefined || first === second) return undefined;
  const from = Number(first);
  const to = Number(second);
  return given.find((object) => from >= object && from - object < LARGEST_OBJECT && given.includes(object + (to - from)));
}
