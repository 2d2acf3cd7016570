import type { Citation } from '../../src/evidence/citation.ts';
import type { DumpDefect } from '../../src/evidence/facts/dump.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { trusted } from '../../src/text/safe-text.ts';
import type { KeptApart, ParserContext } from '../parser.ts';
import { FrameReader } from './frames.ts';
import type { Damage } from './framing.ts';
import { type ProfileGroup, emitGoroutineProfile, profileKey } from './goroutine-facts.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import type { Stacks } from './stacks.ts';
import { groupStacks } from './stacks.ts';

/** Emits a goroutine profile. `bytes`: size of the file. */
export function emitGoroutines(profile: Profile, context: ParserContext, damage: Damage | undefined, bytes: number): void {
  const { source } = context;
  const citation: Citation = { path: source.path, excerpt: trusted('') };
  const stacks = groupStacks(profile);
  if (profile.durationNanos !== undefined || stacks.negative) {
    // `?seconds=N` subtracts two snapshots: what did not change is absent, so it says nothing about the process's state.
    const reason = 'goroutine profile is the difference between two moments, not a snapshot';
    context.skipped({ reason, amount: bytes, unit: 'bytes', citation });
    return;
  }
  const total = stacks.totals.get(sampleTypeIndex(profile, 'goroutine'));
  emitGoroutineProfile(
    { total, groups: groupByCode(profile, stacks, context.apart), defects: defectsOf(damage, source.salvaged), citation },
    context,
  );
}

/** Adds up the stacks that run the same code: places in one function differ by address, and labels do not count. */
function groupByCode(profile: Profile, stacks: Stacks, apart: KeptApart | undefined): readonly ProfileGroup[] {
  const reader = new FrameReader(profile);
  const { width } = profile.samples;
  const byKey = new Map<string, { key: string; frames: readonly Frame[]; count: number; incomplete: boolean }>();
  for (let slot = 0; slot < stacks.count; slot++) {
    const { frames, incomplete } = reader.stack(stacks.samples[slot] ?? 0);
    const key = profileKey(frames, apart);
    const count = stacks.sums.near(slot * width);
    const group = byKey.get(key);
    if (group) {
      group.count += count;
      group.incomplete ||= incomplete;
    } else byKey.set(key, { key, frames, count, incomplete });
  }
  return [...byKey.values()];
}

function defectsOf(damage: Damage | undefined, salvaged: boolean): readonly DumpDefect[] {
  if (damage?.cut) return ['truncated'];
  return damage || salvaged ? ['damaged'] : [];
}
