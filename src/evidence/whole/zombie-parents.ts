import { oneLine } from '../../text/safe-text.ts';
import type { ProcessesFact } from '../facts/process.ts';

/** Parents that are listed, at most. */
const MOST_PARENTS = 5;

/** A process of a listing, as far as that tells who has not reaped whom. */
export interface Listed {
  readonly pid?: number;
  readonly parent?: number;
  readonly name?: string;
  readonly zombie: boolean;
}

/** The parents of the zombies among processes, those with most of them first. */
export function zombieParents(processes: readonly Listed[]): ProcessesFact['zombieParents'] {
  const parents = new Map<number, number>();
  for (const { zombie, parent } of processes) if (zombie && parent !== undefined) parents.set(parent, (parents.get(parent) ?? 0) + 1);
  const names = new Map(processes.flatMap(({ pid, name }) => (pid === undefined || name === undefined ? [] : [[pid, name] as const])));
  return [...parents]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_PARENTS)
    .map(([pid, count]) => {
      const name = names.get(pid);
      return { pid, ...(name === undefined ? {} : { name: oneLine(name) }), count };
    });
}
