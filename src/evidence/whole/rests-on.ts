/** Fields that are computed once a fact is whole, and the fields that files state of which each is computed. */
const RESTS_ON: Readonly<Record<string, readonly string[]>> = {
  'cpu.quotaCpus': ['cpu.quotaMicros', 'cpu.periodMicros'],
  'cpu.throttledShare': ['cpu.throttledPeriods'],
  'cpu.ranSeconds': ['cpu.periods'],
  'memory.limitBytes': ['memory.hierarchicalLimitBytes'],
  'memory.workingSetBytes': ['memory.currentBytes', 'memory.inactiveFileBytes'],
  'memory.swapLimitBytes': ['memory.memswLimitBytes'],
  'memory.limitShare': ['memory.currentBytes', 'memory.limitBytes'],
  'memory.peakShare': ['memory.peakBytes', 'memory.limitBytes'],
  'pids.limitShare': ['pids.current', 'pids.peak', 'pids.limit'],
  tasksShare: ['tasks', 'pidMax', 'threadsMax'],
  availableShare: ['availableBytes', 'memoryBytes'],
  committedShare: ['committedBytes', 'commitLimitBytes'],
  openFilesShare: ['openFiles', 'maxFiles'],
  tcpMemoryShare: ['tcpMemoryPages', 'tcpMemoryMaxPages'],
  timeWaitShare: ['tcpTimeWait', 'localPorts'],
  fdShare: ['openFds', 'limits.openFiles.soft'],
};

/** Fields that a file states, with those that are computed of them. */
export function withComputed(stated: readonly string[]): readonly string[] {
  const computed = Object.entries(RESTS_ON)
    .filter(([field, of]) => !stated.includes(field) && of.some((one) => stated.includes(one)))
    .map(([field]) => field);
  return [...stated, ...computed];
}
