import type { HolderWork, PossibleHolder } from '../../facts/wait-edge.ts';
import type { Part } from './awaited.ts';
import { workOf } from './work.ts';

/** What comes first where several may be waited for and are equally certain. */
const LIKELY: readonly HolderWork[] = [
  'fsync',
  'network',
  'process',
  'syscall',
  'sleep',
  'send',
  'receive',
  'lock',
  'wait',
  'select',
  'running',
  'other',
];

/** Who may be waited for, with the part of the dump that it is. */
export interface Candidate {
  readonly part: Part;
  readonly holder: PossibleHolder;
}

/** A part that may be waited for. */
export function candidate(part: Part, told: Pick<PossibleHolder, 'by' | 'frame' | 'certainty' | 'loop'>): Candidate {
  const { group, count } = part;
  return {
    part,
    holder: {
      group: group.id,
      count,
      by: told.by,
      certainty: told.certainty,
      doing: workOf(group),
      stateClass: group.stateClass ?? 'other',
      wait: group.wait,
      frame: told.frame,
      loop: told.loop,
    },
  };
}

/** Sorted by how sure it is, and how likely what they do keeps others waiting. */
export function likeliestFirst(found: readonly Candidate[]): Candidate[] {
  return found.toSorted(
    (a, b) =>
      rank(a.holder) - rank(b.holder) || LIKELY.indexOf(a.holder.doing) - LIKELY.indexOf(b.holder.doing) || a.holder.count - b.holder.count,
  );
}

const BY: Readonly<Record<PossibleHolder['by'], number>> = {
  argument: 0,
  frames: 0,
  receiver: 0,
  function: 0,
  creator: 1,
  closure: 2,
  type: 2,
  package: 4,
};

function rank({ by, loop, certainty }: PossibleHolder): number {
  return (certainty === 'derived' ? 0 : 6) + BY[by] + (loop ? 1 : 0);
}
