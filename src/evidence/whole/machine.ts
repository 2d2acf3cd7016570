import type { ExactInt } from '../../text/exact.ts';
import type { MachineFact } from '../facts/machine.ts';
import { present } from './present.ts';

/** Adds to a machine what follows from several of its files together. */
export function wholeMachine<T extends Omit<MachineFact, 'id'>>(fact: T): T {
  const { tasks, pidMax, threadsMax, availableBytes, memoryBytes, committedBytes, commitLimitBytes } = fact;
  const most = pidMax === undefined || threadsMax === undefined ? (pidMax ?? threadsMax) : Math.min(pidMax, threadsMax);
  return {
    ...fact,
    ...present({
      tasksShare: share(tasks, most),
      availableShare: share(availableBytes, memoryBytes),
      committedShare: share(committedBytes, commitLimitBytes),
    }),
  };
}

function share(part: ExactInt | undefined, all: ExactInt | undefined): number | undefined {
  return part === undefined || all === undefined || Number(all) <= 0 ? undefined : Number(part) / Number(all);
}
