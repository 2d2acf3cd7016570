import type { ExactInt } from '../../text/exact.ts';
import type { MachineFact } from '../facts/machine.ts';
import { present } from './present.ts';

/** Adds to a machine what follows from several of its files together. */
export function wholeMachine<T extends Omit<MachineFact, 'id'>>(fact: T): T {
  const { tasks, pidMax, threadsMax, availableBytes, memoryBytes, committedBytes, commitLimitBytes, openFiles, maxFiles } = fact;
  const most = pidMax === undefined || threadsMax === undefined ? (pidMax ?? threadsMax) : Math.min(pidMax, threadsMax);
  return {
    ...fact,
    ...present({
      tasksShare: share(tasks, most),
      availableShare: share(availableBytes, memoryBytes),
      committedShare: share(committedBytes, commitLimitBytes),
      openFilesShare: share(openFiles, maxFiles),
      tcpMemoryShare: share(fact.tcpMemoryPages, fact.tcpMemoryMaxPages),
      timeWaitShare: share(fact.tcpTimeWait, fact.localPorts),
    }),
  };
}

function share(part: ExactInt | number | undefined, all: ExactInt | number | undefined): number | undefined {
  return part === undefined || all === undefined || Number(all) <= 0 ? undefined : Number(part) / Number(all);
}
