import { type ExactInt, exact, isLess, toBigInt } from '../../text/exact.ts';
import { present } from './present.ts';
import type { CgroupCpu, CgroupFact, CgroupHugetlb, CgroupMemory, CgroupPids } from '../facts/cgroup.ts';

/** Adds to a control group what follows from several of its files together. What cannot be computed stays absent. */
export function wholeCgroup<T extends Omit<CgroupFact, 'id'>>(fact: T): T {
  const { cpu, memory, pids, hugetlb } = fact;
  return {
    ...fact,
    ...(cpu === undefined ? {} : { cpu: wholeCpu(cpu) }),
    ...(memory === undefined ? {} : { memory: wholeMemory(memory) }),
    ...(pids === undefined ? {} : { pids: wholePids(pids) }),
    ...(hugetlb === undefined ? {} : { hugetlb: wholeHugetlb(hugetlb) }),
  };
}

function wholeCpu(cpu: CgroupCpu): CgroupCpu {
  const { quotaMicros, periodMicros, periods, throttledPeriods } = cpu;
  const quotaCpus = cpu.quotaCpus ?? (quotaMicros === undefined || !periodMicros ? undefined : quotaMicros / periodMicros);
  const throttledShare = share(throttledPeriods, periods);
  const ranSeconds = periods === undefined || !periodMicros ? undefined : (Number(periods) * periodMicros) / 1e6;
  return { ...cpu, ...present({ quotaCpus, throttledShare, ranSeconds }) };
}

function wholeMemory(memory: CgroupMemory): CgroupMemory {
  const { hierarchicalLimitBytes, currentBytes, inactiveFileBytes, memswLimitBytes } = memory;
  const above =
    hierarchicalLimitBytes !== undefined && (memory.limitBytes === undefined || isLess(hierarchicalLimitBytes, memory.limitBytes));
  const limitBytes = above ? hierarchicalLimitBytes : memory.limitBytes;
  const workingSetBytes =
    currentBytes === undefined || inactiveFileBytes === undefined
      ? memory.workingSetBytes
      : isLess(currentBytes, inactiveFileBytes)
        ? 0
        : minus(currentBytes, inactiveFileBytes);
  const swapLimitBytes =
    memory.swapLimitBytes ??
    (memswLimitBytes === undefined || memory.limitBytes === undefined || isLess(memswLimitBytes, memory.limitBytes)
      ? undefined
      : minus(memswLimitBytes, memory.limitBytes));
  const { unlimited, ...rest } = memory;
  return {
    ...rest,
    // A limit of a group above it holds as well.
    ...(unlimited === undefined || above ? {} : { unlimited }),
    ...present({
      limitBytes,
      workingSetBytes,
      swapLimitBytes,
      limitShare: share(workingSetBytes ?? currentBytes, limitBytes),
      peakShare: share(memory.peakBytes, limitBytes),
    }),
  };
}

function wholePids(pids: CgroupPids): CgroupPids {
  const most = pids.current === undefined && pids.peak === undefined ? undefined : Math.max(pids.current ?? 0, pids.peak ?? 0);
  return { ...pids, ...present({ limitShare: share(most, pids.limit) }) };
}

/** One entry a page size. */
function wholeHugetlb(parts: readonly CgroupHugetlb[]): readonly CgroupHugetlb[] {
  const sizes = new Map<string, CgroupHugetlb>();
  for (const part of parts) sizes.set(part.size, { ...part, ...sizes.get(part.size) });
  return [...sizes.values()];
}

function share(part: ExactInt | undefined, whole: ExactInt | undefined): number | undefined {
  if (part === undefined || whole === undefined || Number(whole) <= 0) return undefined;
  return Number(part) / Number(whole);
}

function minus(a: ExactInt, b: ExactInt): ExactInt {
  return exact(toBigInt(a) - toBigInt(b));
}
