import type { CpuFunction, CpuPart, CpuProfileFact, CpuSite } from '../../src/evidence/facts/cpu-profile.ts';
import { trusted } from '../../src/text/safe-text.ts';
import type { SourceInfo } from '../parser.ts';
import { namesOf } from './contention.ts';
import { type FunctionRole, partOf, roleOf } from './cpu-part.ts';
import { functionFrame, sumFunctions } from './functions.ts';
import { MISSING } from './ids.ts';
import { sumLabels } from './labels.ts';
import { largestSites } from './largest.ts';
import { FunctionNames } from './names.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import { groupStacks, type Stacks } from './stacks.ts';

/** The fact that a CPU profile states. `salvaged`: the file is damaged and this is what could be read. */
export function cpuFact(profile: Profile, source: SourceInfo, salvaged: boolean): Omit<CpuProfileFact, 'id'> {
  const stacks = groupStacks(profile);
  const names = new FunctionNames(profile);
  const { width } = profile.samples;
  const cpu = sampleTypeIndex(profile, 'cpu');
  const samples = sampleTypeIndex(profile, 'samples');
  const { timeNanos, durationNanos, period, periodType } = profile;
  const whole = stacks.totals.near(cpu);
  const share = (value: number): number => (whole > 0 && !stacks.negative ? value / whole : 0);
  const parts = partsOf(profile, stacks, names);
  const functions = sumFunctions(profile, stacks, names);
  const sites = largestSites(profile, stacks, [cpu]).map(({ slot, stack: { frames } }): CpuSite => ({
    ...namesOf(frames),
    part: (parts[slot] ?? NO_PART).part,
    samples: samples < 0 ? 0 : stacks.sums.get(slot * width + samples),
    cpuNanos: stacks.sums.get(slot * width + cpu),
    share: share(stacks.sums.near(slot * width + cpu)),
  }));
  return {
    type: 'cpu-profile',
    certainty: 'stated',
    citations: [{ path: source.path, excerpt: trusted('') }],
    scope: source.scope,
    ...(timeNanos === undefined ? {} : { timeNanos }),
    ...(durationNanos === undefined ? {} : { durationNanos }),
    ...(period !== undefined && periodType?.unit === 'nanoseconds' ? { periodNanos: period } : {}),
    samples: samples < 0 ? 0 : stacks.totals.get(samples),
    cpuNanos: stacks.totals.get(cpu),
    ...(Number(durationNanos ?? 0) > 0 ? { busyProcessors: whole / Number(durationNanos) } : {}),
    shares: sharesOf(parts, (slot) => share(stacks.sums.near(slot * width + cpu))),
    labels: sumLabels(profile, stacks, cpu),
    siteCount: stacks.count,
    sites,
    functionCount: functions.count,
    functions: functions.largest([cpu]).map((f): CpuFunction => {
      const [flatNanos, cumulativeNanos] = [functions.flat(f, cpu), functions.cumulative(f, cpu)];
      return {
        frame: functionFrame(functions.calls[f] ?? { inlined: false }),
        flatNanos,
        cumulativeNanos,
        flatShare: share(Number(flatNanos)),
        cumulativeShare: share(Number(cumulativeNanos)),
      };
    }),
    salvaged,
  };
}

const NO_PART: ReturnType<typeof partOf> = { part: 'code', assist: false };

/** What the processor was doing at each stack. */
function partsOf(profile: Profile, stacks: Stacks, names: FunctionNames): ReturnType<typeof partOf>[] {
  const { locations, offsets } = profile.samples;
  const roles = names.calls.map(({ function: name = '' }): FunctionRole => roleOf(name, isForeign(name)));
  return Array.from(stacks.samples, (sample) => {
    const stack: FunctionRole[] = [];
    for (let i = offsets[sample] ?? 0; i < (offsets[sample + 1] ?? 0); i++) {
      const location = locations[i] ?? MISSING;
      if (location === MISSING) continue;
      for (let at = names.offsets[location] ?? 0; at < (names.offsets[location + 1] ?? 0); at++)
        stack.push(roles[names.at[at] ?? 0] ?? 'code');
    }
    return partOf(stack);
  });
}

/** Code without symbols is called by its library: `[libc.so.6]`, `<unknown>`. */
function isForeign(name: string): boolean {
  return name.startsWith('[') || name.startsWith('<');
}

function sharesOf(parts: readonly ReturnType<typeof partOf>[], shareOf: (slot: number) => number): CpuProfileFact['shares'] {
  const shares: Record<CpuPart | 'gcAssist', number> = {
    gc: 0,
    gcAssist: 0,
    scheduler: 0,
    syscall: 0,
    cgo: 0,
    allocation: 0,
    runtime: 0,
    code: 0,
  };
  for (const [slot, { part, assist }] of parts.entries()) {
    const share = shareOf(slot);
    shares[part] += share;
    if (assist) shares.gcAssist += share;
  }
  return shares;
}
