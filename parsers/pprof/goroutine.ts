import type { DumpDefect } from '../../src/evidence/facts/dump.ts';
import type { Frame } from '../../src/evidence/frame.ts';

import { trusted } from '../../src/text/safe-text.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { ParserContext } from '../parser.ts';
import { groupKey } from '../goroutine-dump/key.ts';
import { looksPerRequest } from '../goroutine-dump/purpose.ts';
import { FrameReader, ownerOf } from './frames.ts';
import type { Damage } from './framing.ts';
import { idleOf, parkedAs } from './idle.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import type { Stacks } from './stacks.ts';
import { groupStacks } from './stacks.ts';

interface Group {
  readonly key: string;
  readonly frames: readonly Frame[];
  count: number;
  incomplete: boolean;
}

/**
 * Emits a goroutine profile as a dump and its groups. It says how many goroutines stand where: no ids, no printed
 * states, no waits, no creators (runtime/pprof, `goroutineProfile`). `bytes`: size of the file.
 */
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
  const groups = groupByCode(profile, stacks);
  const total = stacks.totals.get(sampleTypeIndex(profile, 'goroutine'));
  const defects = defectsOf(damage, source.salvaged);
  const program = programOf(groups);
  const common = { certainty: 'stated', citations: [citation], scope: source.scope } as const;
  const dump = context.emit({
    ...common,
    type: 'dump',
    kind: 'profile',
    goroutines: total,
    groups: groups.length,
    byState: [],
    unparsedLines: 0,
    unparsedSample: [],
    defects,
    integrity: defects.length > 0 ? 'partial' : 'whole',
    ...(program === undefined ? {} : { program }),
  });
  const whole = Number(total);
  const listensForSignals = groups.some(({ frames }) => frames.some((frame) => frame.function === 'os/signal.loop'));
  for (const { key, frames, count, incomplete } of groups) {
    const owner = ownerOf(frames);
    const functions = frames.map((frame) => frame.function);
    const stateClass = parkedAs(functions);
    const idle = idleOf(stateClass, functions, listensForSignals);
    context.emit({
      ...common,
      type: 'goroutines',
      dump,
      dumpKind: 'profile',
      key,
      count,
      share: whole > 0 ? count / whole : 0,
      ...(stateClass === 'other' ? {} : { stateClass }),
      wait: { unknown: count },
      frames,
      ...(owner ? { owner } : {}),
      functions,
      leaked: 0,
      locked: 0,
      ...(idle ? { idle } : {}),
      perRequest: looksPerRequest(functions, undefined),
      perProcess: false,
      ids: [],
      elided: incomplete,
    });
  }
}

/** Adds up the stacks that run the same code: places in one function differ by address, and labels do not count. */
function groupByCode(profile: Profile, stacks: Stacks): readonly Group[] {
  const reader = new FrameReader(profile);
  const { width } = profile.samples;
  const byKey = new Map<string, Group>();
  for (let slot = 0; slot < stacks.count; slot++) {
    const { frames, incomplete } = reader.stack(stacks.samples[slot] ?? 0);
    const key = groupKey({ functions: frames.map(keyName) });
    const count = stacks.sums.near(slot * width);
    const group = byKey.get(key);
    if (group) {
      group.count += count;
      group.incomplete ||= incomplete;
    } else byKey.set(key, { key, frames, count, incomplete });
  }
  return [...byKey.values()].toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** Addresses differ from run to run, so code without symbols is all one to a key. */
function keyName(frame: Frame): string {
  return frame.origin === 'cgo' && frame.function.startsWith('0x') ? 'non-Go function' : frame.function;
}

function defectsOf(damage: Damage | undefined, salvaged: boolean): readonly DumpDefect[] {
  if (damage?.cut) return ['truncated'];
  return damage || salvaged ? ['damaged'] : [];
}

/** Where `main.main` is, or else the outermost application frame of the largest group that has one. */
function programOf(groups: readonly Group[]): SafeText | undefined {
  for (const { frames } of groups) {
    const main = frames.findLast((frame) => frame.function === 'main.main');
    if (main?.file !== undefined) return main.file;
  }
  for (const { frames } of groups) {
    const outermost = frames.findLast((frame) => frame.origin === 'app' && frame.file !== undefined);
    if (outermost?.file !== undefined) return outermost.file;
  }
  return undefined;
}
