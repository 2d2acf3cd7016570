import type { Citation } from '../../src/evidence/citation.ts';
import type { DumpDefect } from '../../src/evidence/facts/dump.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { matchesLabels } from '../../src/evidence/labels.ts';
import { trusted } from '../../src/text/safe-text.ts';
import { LabelCounts } from '../goroutine-dump/label-counts.ts';
import type { KeptApart, ParserContext } from '../parser.ts';
import { FrameReader } from './frames.ts';
import type { Damage } from './framing.ts';
import { type ProfileGroup, emitGoroutineProfile, profileKey } from './goroutine-facts.ts';
import { labelledSamples } from './labels.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import type { Stacks } from './stacks.ts';
import { groupStacks } from './stacks.ts';

/** Emits a goroutine or goroutineleak profile. `bytes`: size of the file. */
export function emitGoroutines(
  profile: Profile,
  kind: 'goroutine' | 'goroutineleak',
  context: ParserContext,
  damage: Damage | undefined,
  bytes: number,
): void {
  const { source } = context;
  const citation: Citation = { path: source.path, excerpt: trusted('') };
  const stacks = groupStacks(profile);
  if (profile.durationNanos !== undefined || stacks.negative) {
    // `?seconds=N` subtracts two snapshots: what did not change is absent, so it says nothing about the process's state.
    const reason = `${kind} profile is the difference between two moments, not a snapshot`;
    context.skipped({ reason, amount: bytes, unit: 'bytes', citation });
    return;
  }
  const column = sampleTypeIndex(profile, kind);
  emitGoroutineProfile(
    {
      kind: kind === 'goroutine' ? 'profile' : 'leak-profile',
      total: stacks.totals.get(column),
      ...(profile.timeNanos === undefined ? {} : { timeNanos: profile.timeNanos }),
      groups: groupByCode(profile, stacks, column, context.apart),
      defects: defectsOf(damage, source.salvaged),
      citation,
    },
    context,
  );
}

/** Adds up the stacks that run the same code: places in one function differ by address, and labels do not count. */
function groupByCode(profile: Profile, stacks: Stacks, column: number, apart: KeptApart | undefined): readonly ProfileGroup[] {
  const reader = new FrameReader(profile);
  const { width } = profile.samples;
  const groups = new Map<string, OpenGroup>();
  const codes = new Map<number, { readonly key: string; readonly frames: readonly Frame[]; readonly incomplete: boolean }>();
  const codeOf = (slot: number) => {
    const known = codes.get(slot);
    if (known !== undefined) return known;
    const stack = reader.stack(stacks.samples[slot] ?? 0);
    const code = { ...stack, key: profileKey(stack.frames, apart) };
    codes.set(slot, code);
    return code;
  };
  const add = (slot: number, count: number, matches: boolean): OpenGroup => {
    const { key, frames, incomplete } = codeOf(slot);
    const part = `${key}${matches ? 'l' : ''}`;
    let group = groups.get(part);
    if (group === undefined) {
      group = { key, frames, count: 0, incomplete: false, sets: new LabelCounts() };
      groups.set(part, group);
    }
    group.count += count;
    group.incomplete ||= incomplete;
    return group;
  };
  const without = Array.from({ length: stacks.count }, (_, slot) => stacks.sums.near(slot * width + column));
  for (const { sample, labels } of labelledSamples(profile)) {
    const slot = stacks.stackOf[sample] ?? 0;
    const count = profile.samples.values[sample * width + column] ?? 0;
    without[slot] = (without[slot] ?? 0) - count;
    add(slot, count, apart?.labels !== undefined && matchesLabels(labels, apart.labels)).sets.add(labels, count);
  }
  for (const [slot, count] of without.entries()) if (count !== 0 || stacks.sums.near(slot * width + column) === 0) add(slot, count, false);
  return [...groups.values()].map(({ sets, ...group }) => {
    const labels = sets.of(group.count);
    return labels === undefined ? group : { ...group, labels };
  });
}

interface OpenGroup {
  readonly key: string;
  readonly frames: readonly Frame[];
  count: number;
  incomplete: boolean;
  readonly sets: LabelCounts;
}

function defectsOf(damage: Damage | undefined, salvaged: boolean): readonly DumpDefect[] {
  if (damage?.cut) return ['truncated'];
  return damage || salvaged ? ['damaged'] : [];
}
