import type { WaitCycle } from '../../facts/wait-edge.ts';
import type { SafeText } from '../../../text/safe-text.ts';
import type { Candidate } from './candidate.ts';
import { type Awaited, lockerOf } from './awaited.ts';

/** Locks of a cycle, at most. */
const LONGEST = 6;

/** The shortest cycle of locks through one lock, over who may hold them; undefined where there is none. */
export function findCycle(lock: Awaited, holdersOf: ReadonlyMap<Awaited, readonly Candidate[]>): WaitCycle | undefined {
  let paths: readonly (readonly Step[])[] = nextSteps(lock, holdersOf).map((step) => [step]);
  const seen = new Set<Awaited>([lock]);
  for (let length = 1; length <= LONGEST && paths.length > 0; length++) {
    const back = paths.filter((path) => path.at(-1)?.to === lock).toSorted((a, b) => guesses(a) - guesses(b))[0];
    if (back !== undefined) return cycleOf(back, lock, holdersOf);
    const longer: (readonly Step[])[] = [];
    for (const path of paths) {
      const to = path.at(-1)?.to;
      if (to === undefined || seen.has(to)) continue;
      seen.add(to);
      for (const step of nextSteps(to, holdersOf)) longer.push([...path, step]);
    }
    paths = longer;
  }
  return undefined;
}

/** From a lock to one that a possible holder of it waits for. */
interface Step {
  readonly from: Awaited;
  readonly to: Awaited;
  readonly by: Candidate;
}

function nextSteps(from: Awaited, holdersOf: ReadonlyMap<Awaited, readonly Candidate[]>): Step[] {
  return (holdersOf.get(from) ?? []).flatMap((by) => (by.part.lock === undefined ? [] : [{ from, to: by.part.lock, by }]));
}

function guesses(path: readonly Step[]): number {
  return path.filter(({ by }) => by.holder.certainty === 'guessed').length;
}

function cycleOf(path: readonly Step[], lock: Awaited, holdersOf: ReadonlyMap<Awaited, readonly Candidate[]>): WaitCycle {
  const locks = new Set([lock, ...path.map(({ to }) => to)]);
  const functions: SafeText[] = path.flatMap(({ by }) => lockerOf(by.part.group)?.frame.function ?? []);
  return {
    length: locks.size,
    functions,
    certainty: guesses(path) === 0 ? 'derived' : 'guessed',
    closed: [...locks].every((one) => (holdersOf.get(one) ?? []).every(({ part }) => part.lock !== undefined && locks.has(part.lock))),
  };
}
