import type { Certainty, Citation } from '../../src/evidence/citation.ts';
import type { DumpDefect, DumpFact, DumpKind, GoroutineLabels, HiddenWait } from '../../src/evidence/facts/dump.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { ExactInt } from '../../src/text/exact.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { groupKey, placeOf } from '../goroutine-dump/key.ts';
import { looksPerRequest } from '../goroutine-dump/purpose.ts';
import type { KeptApart, ParserContext } from '../parser.ts';
import { ownerOf } from './frames.ts';
import { idleOf, parkedAs } from './idle.ts';

/** Goroutines of one profile that run the same code. */
export interface ProfileGroup {
  readonly key: string;
  /** Innermost first. */
  readonly frames: readonly Frame[];
  readonly count: number;
  /** Calls are missing. */
  readonly incomplete: boolean;
  /** Absent where none has any. */
  readonly labels?: GoroutineLabels;
  /** What they wait in, where the text form hides it and something tells. */
  readonly hiddenWait?: HiddenWait;
  /** Where it stands; absent where only the file is known. */
  readonly citation?: Citation;
}

/** A goroutine or goroutineleak profile of either form. */
export interface GoroutineProfile {
  readonly kind: Extract<DumpKind, 'profile' | 'leak-profile'>;
  readonly total: ExactInt;
  /** Unix time in nanoseconds; absent where it is not written. */
  readonly timeNanos?: ExactInt;
  /** `guessed` where the text does not say what it is. Absent: stated. */
  readonly certainty?: Certainty;
  readonly groups: readonly ProfileGroup[];
  readonly defects: readonly DumpDefect[];
  /** Nothing shows that all is there. */
  readonly endUnknown?: boolean;
  readonly citation: Citation;
  /** Where the text form states another number than it lists. */
  readonly counts?: NonNullable<DumpFact['counts']>;
  /** Lines of the text form that fit none of its forms, and the first of them. */
  readonly unparsed?: Pick<DumpFact, 'unparsedLines' | 'unparsedSample'>;
}

/**
 * Emits a goroutine profile as a dump and its groups. It says how many goroutines stand where: no ids, no printed
 * states, no waits, no creators (runtime/pprof, `goroutineProfile`). All goroutines of a goroutineleak profile are leaked.
 */
export function emitGoroutineProfile(profile: GoroutineProfile, context: ParserContext): void {
  const { kind, total, defects } = profile;
  const leaks = kind === 'leak-profile';
  const groups = profile.groups.toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const program = programOf(groups);
  const common = { certainty: profile.certainty ?? 'stated', scope: context.source.scope } as const;
  const dump = context.emit({
    ...common,
    type: 'dump',
    citations: [profile.citation],
    kind,
    ...(profile.timeNanos === undefined ? {} : { timeNanos: profile.timeNanos }),
    goroutines: total,
    groups: groups.length,
    ...(leaks ? { leaked: total } : {}),
    byState: [],
    unparsedLines: profile.unparsed?.unparsedLines ?? 0,
    unparsedSample: profile.unparsed?.unparsedSample ?? [],
    defects,
    integrity: defects.length > 0 ? 'partial' : profile.endUnknown === true ? 'unknown' : 'whole',
    ...(profile.counts === undefined ? {} : { counts: profile.counts }),
    ...(program === undefined ? {} : { program }),
  });
  const whole = Number(total);
  const listensForSignals = groups.some(({ frames }) => frames.some((frame) => frame.function === 'os/signal.loop'));
  for (const { key, frames, count, incomplete, labels, hiddenWait, citation } of groups) {
    const owner = ownerOf(frames);
    const functions = frames.map((frame) => frame.function);
    const stateClass = parkedAs(functions);
    const hidden = stateClass === 'other' ? hiddenWait : undefined;
    // What nothing can wake is not idle by design. Names tell idleness; a guess of the wait is enough beside them.
    const idle = leaks ? undefined : idleOf(hidden?.stateClass ?? stateClass, functions, listensForSignals);
    context.emit({
      ...common,
      type: 'goroutines',
      citations: [citation ?? profile.citation],
      dump,
      dumpKind: kind,
      key,
      count,
      share: whole > 0 ? count / whole : 0,
      ...(stateClass === 'other' ? {} : { stateClass }),
      ...(hidden === undefined ? {} : { hiddenWait: hidden }),
      wait: { unknown: count },
      frames,
      ...(owner ? { owner } : {}),
      functions,
      leaked: leaks ? count : 0,
      locked: 0,
      ...(labels === undefined ? {} : { labels }),
      ...(idle ? { idle } : {}),
      perRequest: looksPerRequest(functions, undefined),
      perProcess: false,
      ids: [],
      newest: [],
      elided: incomplete,
    });
  }
}

/**
 * The key of a stack of a profile, the same in both forms: the text form leaves out the runtime's frames above the first
 * other one, and runtime.goexit (`printStackRecord` in runtime/pprof/pprof.go).
 */
export function profileKey(frames: readonly Frame[], apart: KeptApart = {}): string {
  const calls = frames.map((frame) => ({ name: keyName(frame), place: placeOf(frame) })).filter(({ name }) => name !== 'runtime.goexit');
  const first = calls.findIndex(({ name }) => !name.startsWith('runtime.') && !name.startsWith('internal/runtime/'));
  const shown = first > 0 ? calls.slice(first) : calls;
  const places = apart.places === true ? { places: shown.map(({ place }) => place) } : {};
  return groupKey({ functions: shown.map(({ name }) => name), ...places });
}

/** Addresses differ from run to run, so code without symbols is all one to a key. */
function keyName(frame: Frame): string {
  return frame.origin === 'cgo' && frame.function.startsWith('0x') ? 'non-Go function' : frame.function;
}

/** Where `main.main` is, or else the outermost application frame of the largest group that has one. */
function programOf(groups: readonly ProfileGroup[]): SafeText | undefined {
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
