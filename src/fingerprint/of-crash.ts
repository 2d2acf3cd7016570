import type { DumpFact, GoroutinesFact } from '../evidence/facts/dump.ts';
import type { CrashFact } from '../evidence/facts/crash.ts';
import type { Frame } from '../evidence/frame.ts';
import { originOf } from '../evidence/frame-origin.ts';
import { type SafeText, trusted } from '../text/safe-text.ts';
import type { FingerprintLevel } from './fingerprint.ts';
import { groupSubject } from './of-goroutines.ts';
import { messageTemplate } from './message.ts';
import { isUnresolved } from './usable.ts';
import { SURELY_PRINTED, type Stack, type Subject } from './subject.ts';

/** Whose faults show anywhere. */
const ELSEWHERE: ReadonlySet<CrashFact['blame']> = new Set(['memory', 'resource', 'runtime']);
/** A signal that came from outside shows where it arrived. */
const SENT: ReadonlySet<unknown> = new Set(['sent-by-process', 'queued']);

/** Goroutines that by far outnumber all others of the program when it crashed, and their dump. */
export interface MostGoroutines {
  readonly group: GoroutinesFact;
  readonly dump?: DumpFact;
}

/**
 * What the fingerprint of a crash is made of: its message, and the stack from the oldest panic outwards. Where a resource ran out the stack is that of
 * `most`: who asked for a little more is chance.
 */
export function crashSubject(crash: CrashFact, most?: MostGoroutines): Subject {
  const { kind, message } = headOf(crash);
  const refused = refusal(crash);
  const said = message === '' ? {} : { message };
  const event = { kind, ...said, ...(refused === undefined ? {} : { refused }) };
  if (crash.test?.timeout !== undefined) return { ...event, ...timedOut(crash) };
  if (crash.blame === 'resource' && most !== undefined) return { ...groupSubject(most.group, most.dump), ...event };
  const stacks = stacksOf(crash);
  return {
    ...event,
    level: levelOf(crash),
    stacks,
    ...(stacks.length > 0 ? {} : { stackless: stackless(crash) }),
    endless: crash.message === 'stack overflow',
  };
}

/** L0 and L1: what it is, the same for releases that tell more and those that tell less. */
function headOf({ class: kind, message, signal, sanitizer, lockReport }: CrashFact): { readonly kind: string; readonly message: string } {
  // An error that somebody caught is the same error, and only releases from 1.19 on tell fatal errors from throws.
  if (kind === 'panic' || kind === 'recovered-panic') return { kind: 'panic', message: messageTemplate(message) };
  if (isFault(message)) return { kind: 'signal', message: signal?.name ?? message };
  if (kind === 'fatal-error' || kind === 'throw') return { kind: 'fatal error', message: messageTemplate(message) };
  if (kind === 'signal') return { kind: 'signal', message: signal?.name ?? messageTemplate(message) };
  if (kind === 'sanitizer') return { kind: 'sanitizer', message: sanitizer === undefined ? '' : `${sanitizer.tool}: ${sanitizer.error}` };
  if (kind === 'lock-report') return { kind: 'lock report', message: lockReport?.kind ?? '' };
  return { kind, message: '' };
}

/** Errors that only pass on the signal of a bad access: releases differ in which of them they print for which (sigpanic and sighandler in runtime). */
function isFault(message: string): boolean {
  return message === 'fault' || message === 'unexpected signal during runtime execution';
}

function refusal({ class: kind, signal }: CrashFact): SafeText | undefined {
  if (kind === 'sigquit') return trusted('a dump that was asked for is no fault');
  if (kind === 'head-missing') return trusted('the head is missing: what it was is not known');
  if (kind === 'signal' && SENT.has(signal?.codeMeaning))
    return trusted('the signal was sent from outside: the stack shows where it arrived, and no fault');
  return undefined;
}

/** What has corrupted memory or used up a resource is not where it shows; who notices two users of a map is chance. */
function levelOf(crash: CrashFact): FingerprintLevel {
  const { class: kind, blame, message } = crash;
  // The runtime's own access faults where memory was overwritten before; the program's and C's fault where the mistake is, or near.
  if (message === 'unexpected signal during runtime execution') return isInC(crash) ? 'L3' : 'L1';
  if (message === 'fault') return 'L3';
  const fatal = kind === 'fatal-error' || kind === 'throw';
  if (fatal && ELSEWHERE.has(blame)) return 'L1';
  return kind === 'lock-report' || (fatal && message.includes('concurrent map ')) ? 'L2' : 'L3';
}

function isInC({ signal, fault }: CrashFact): boolean {
  return signal?.duringCgo === true || fault?.origin === 'cgo';
}

/** A test that ran out of time: the stack is its alarm's, the test that hangs has a name. */
function timedOut({ test }: CrashFact): Pick<Subject, 'level' | 'stacks' | 'stackless' | 'message'> {
  const name = test?.longest?.name;
  const stack = { stacks: [], stackless: trusted('the stack is that of the alarm of the test') };
  return name === undefined ? { ...stack, level: 'L3' } : { ...stack, level: 'L1', message: `test timed out: ${name}` };
}

function stackless({ goroutine, sanitizer }: CrashFact): SafeText {
  if (sanitizer !== undefined) return trusted('the report has no stack');
  return goroutine === undefined
    ? trusted('the report has no stack of the goroutine that crashed')
    : trusted('the stack is cut, or empty, where it was raised');
}

function stacksOf(crash: CrashFact): readonly Stack[] {
  const { goroutine, path, sanitizer, lockReport } = crash;
  if (sanitizer !== undefined) return fromSanitizer(sanitizer);
  if (lockReport !== undefined) {
    const frames = [lockReport.waiter, lockReport.holder].filter((frame) => frame !== undefined);
    return frames.length === 0 ? [] : [{ frames, above: [] }];
  }
  if (path.length === 0) return [];
  const printed = goroutine?.frames ?? [];
  const start = printed.length - path.length;
  // The path is the end of the goroutine's own stack, with the files; a stack that was printed without a header has names only.
  if (goroutine === undefined || printed[start]?.function !== path[0])
    return [
      {
        frames: path.map((name) => named(name, crash)),
        above: [],
        ...(crash.truncated ? { missing: { from: path.length, why: 'cut' } } : {}),
      },
    ];
  // What has no name is nobody's; it may be the very frame that raised it.
  let from = start;
  while (isUnresolved(printed[from - 1]?.function ?? 'none')) from--;
  const missing =
    goroutine.elided === true
      ? ({ from: Math.max(0, SURELY_PRINTED - from), why: 'elided' } as const)
      : goroutine.cut === true
        ? ({ from: printed.length - from, why: 'cut' } as const)
        : undefined;
  return [
    {
      frames: printed.slice(from),
      above: printed.slice(0, from),
      ...(goroutine.creator === undefined ? {} : { creator: goroutine.creator }),
      ...(missing === undefined ? {} : { missing }),
    },
  ];
}

/** Where it happened, or else where the first leaked block was allocated. */
function fromSanitizer({ stack, leaks }: NonNullable<CrashFact['sanitizer']>): readonly Stack[] {
  const { frames, culprit } = stack ?? leaks[0] ?? { frames: [], culprit: undefined };
  // The tool's own functions and those of the C library stand above the culprit.
  const from = culprit === undefined ? 0 : Math.max(0, frames.indexOf(culprit));
  return frames.length === 0 ? [] : [{ frames: frames.slice(from), above: frames.slice(0, from) }];
}

function named(name: SafeText, { fault, culprit }: CrashFact): Frame {
  return [fault, culprit].find((frame) => frame?.function === name) ?? { function: name, origin: originOf(name) };
}
