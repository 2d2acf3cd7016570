import { shortHash } from '../text/hash.ts';
import { type SafeText, sanitize, trusted } from '../text/safe-text.ts';
import { ALGORITHM, type Fingerprint, type FingerprintLevel, type FrameNote, LEVELS } from './fingerprint.ts';
import { fingerprintName } from './frame-name.ts';
import { recursionOf } from './recursion.ts';
import type { Stack, Subject } from './subject.ts';
import { type Usable, usableFrames } from './usable.ts';

/** Frames of the program and its modules that L3 has, at most. */
const MOST_FRAMES = 5;
/** Frames that a stack has at least, to say anything. */
const LEAST_FRAMES = 2;

/** What a level comes to: the text that is hashed, with the frames that are in it, or why there is none. */
type Attempt = { readonly text: string; readonly used: ReadonlySet<Usable> } | { readonly reason: SafeText };

/** A stack whose frames are sorted. */
interface Sorted extends Stack {
  readonly usable: readonly Usable[];
}

/** Makes the fingerprint of a subject, with all its notes. Pure: the same subject has the same one everywhere. */
export function fingerprintOf(subject: Subject): Fingerprint {
  const stacks = subject.stacks.map((stack): Sorted => ({ ...stack, usable: usableFrames(stack) }));
  const attempts = new Map(LEVELS.map((level) => [level, attempt(level, subject, stacks)]));
  const hashOf = (level: FingerprintLevel) => {
    const one = attempts.get(level);
    return one !== undefined && 'text' in one ? shortHash(one.text) : null;
  };
  const made = attempts.get(subject.level) ?? { reason: trusted('there is no such level') };
  return {
    algorithm: ALGORITHM,
    level: subject.level,
    hash: hashOf(subject.level),
    ...('text' in made ? { text: sanitize(made.text) } : { reason: made.reason }),
    levels: { L0: hashOf('L0'), L1: hashOf('L1'), L2: hashOf('L2'), L3: hashOf('L3'), L4: hashOf('L4') },
    notes: stacks.flatMap((stack) => notesOf(stack, subject.level, 'used' in made ? made.used : new Set())),
  };
}

function attempt(level: FingerprintLevel, subject: Subject, stacks: readonly Sorted[]): Attempt {
  const { kind, message, refused, stackless } = subject;
  if (refused !== undefined) return { reason: refused };
  const head = [`${ALGORITHM} ${level}`, `kind: ${kind}`];
  if (level === 'L0') return { text: head.join('\n'), used: new Set() };
  if (message !== undefined) head.push(`message: ${message}`);
  if (level === 'L1') return { text: head.join('\n'), used: new Set() };
  if (stacks.length === 0) return { reason: stackless ?? trusted('there is no stack') };
  const strength = stacks.reduce((sum, stack) => sum + strengthOf(stack), 0);
  if (subject.single !== true && strength < LEAST_FRAMES)
    return { reason: trusted('the stack has fewer than two frames that say anything: every program has such a one') };
  if (subject.single === true && stacks.every(({ usable }) => usable.every(({ name }) => name === 'main.main')))
    return { reason: trusted('it is main.main alone, which every program has') };
  const used = new Set<Usable>();
  const parts: string[] = [];
  for (const stack of stacks) {
    const part = partOf(level, stack, subject.endless === true);
    if ('reason' in part) return part;
    for (const one of part.used) used.add(one);
    parts.push(part.lines.join('\n'));
  }
  // Of two stacks none comes first: which side of a race is seen second is chance.
  return { text: [...head, ...parts.toSorted()].join('\n'), used };
}

/** Frames that say something, repetitions included, and the `go` statement. */
function strengthOf({ usable, creator }: Sorted): number {
  const frames = usable.filter(({ is, repeats }) => repeats === true || (is !== 'out' && is !== 'unresolved')).length;
  return frames + (creator !== undefined && creator.origin !== 'runtime' ? 1 : 0);
}

/** What a stack gives to a level from L2 on. */
function partOf(
  level: FingerprintLevel,
  stack: Sorted,
  endless: boolean,
): { readonly lines: readonly string[]; readonly used: readonly Usable[] } | { readonly reason: SafeText } {
  const { usable, missing, creator } = stack;
  const own = usable.filter(({ is }) => is === 'program' || is === 'module');
  const [first] = own;
  if (first === undefined)
    return missing === undefined
      ? { reason: trusted('the stack has no frame of the program or its modules: it would be the same in every program') }
      : { reason: gone(missing.why) };
  if (level !== 'L4') {
    const cycle = endless ? recursionOf(withRepeats(usable)) : undefined;
    if (cycle !== undefined) {
      const weak = gapBefore(stack, own.at(Math.min(cycle.length, own.length) - 1)?.at ?? 0);
      if (weak !== undefined) return { reason: weak };
      const names = level === 'L2' ? cycle.slice(0, 1) : cycle;
      const used = names.flatMap((name) => own.find((one) => one.name === name) ?? []);
      return { lines: names.map((name) => `recursion: ${name}`), used };
    }
  }
  if (level === 'L2') {
    const blamed = own.find(({ is }) => is === 'program');
    const weak = gapBefore(stack, blamed?.at ?? Number.POSITIVE_INFINITY);
    if (weak !== undefined) return { reason: weak };
    const one = blamed ?? first;
    return { lines: [`frame: ${one.name}`], used: [one] };
  }
  if (level === 'L3') {
    const distinct = own.filter(({ name }, i) => name !== own[i - 1]?.name).slice(0, MOST_FRAMES);
    const weak = gapBefore(stack, distinct.length < MOST_FRAMES ? Number.POSITIVE_INFINITY : (distinct.at(-1)?.at ?? 0));
    if (weak !== undefined) return { reason: weak };
    return { lines: distinct.map(({ name }) => `frame: ${name}`), used: distinct };
  }
  const weak = gapBefore(stack, Number.POSITIVE_INFINITY);
  if (weak !== undefined) return { reason: weak };
  const all = usable.filter(({ is }) => is !== 'out');
  const started = creator === undefined ? '' : fingerprintName(creator.function);
  return { lines: [...all.map(({ name }) => `frame: ${name}`), ...(started === '' ? [] : [`created by: ${started}`])], used: all };
}

/** Names of the frames of the program and its modules, the same call again and again as often as it is there. */
function withRepeats(usable: readonly Usable[]): readonly string[] {
  return usable.filter(({ is, repeats }) => is === 'program' || is === 'module' || repeats === true).map(({ name }) => name);
}

/** Why the frames up to a place of the stack cannot be relied on; undefined where they can. */
function gapBefore({ usable, missing }: Sorted, at: number): SafeText | undefined {
  if (usable.some((one) => one.is === 'unresolved' && one.at < at))
    return trusted('a frame of those that count has no name, only its address');
  return missing !== undefined && missing.from <= at ? gone(missing.why) : undefined;
}

function gone(why: 'elided' | 'cut'): SafeText {
  return why === 'elided'
    ? trusted('the runtime left out frames among those that count')
    : trusted('the stack is cut: frames among those that count may be missing');
}

/** Why a frame of a level is in its text. */
const USED: Readonly<Record<FingerprintLevel, SafeText>> = {
  L0: trusted('the level has no frames'),
  L1: trusted('the level has no frames'),
  L2: trusted('the first frame of the program, or of its modules where it has none'),
  L3: trusted('one of the first five frames of the program and its modules'),
  L4: trusted('the level has the whole stack'),
};

function notesOf(stack: Sorted, level: FingerprintLevel, used: ReadonlySet<Usable>): FrameNote[] {
  return [
    ...stack.above.map(({ function: frame }): FrameNote => ({
      frame,
      decision: 'left-out',
      why: trusted('it stands above the frame that raised it: deferred code, or what raises and prints'),
    })),
    ...stack.usable.map((one): FrameNote => {
      const name = one.name === '' || one.name === one.frame ? {} : { as: sanitize(one.name) };
      if (used.has(one)) return { frame: one.frame, ...name, decision: 'used', why: USED[level] };
      if (one.is === 'out') return { frame: one.frame, decision: 'left-out', why: one.why ?? trusted('it says nothing') };
      if (one.is === 'unresolved') return { frame: one.frame, decision: 'left-out', why: trusted('it has no name') };
      return { frame: one.frame, ...name, decision: 'not-used', why: notUsed(one, level) };
    }),
  ];
}

function notUsed({ is }: Usable, level: FingerprintLevel): SafeText {
  if (level === 'L0' || level === 'L1') return trusted('such an event is told by its message: where it shows is chance');
  return is === 'library'
    ? trusted("Go's library, whose insides differ from release to release; only L4 has it")
    : trusted('behind the frames that the level has');
}
