import { type FrameForm, parseFrame } from './frame.ts';

/** What a heading of a stack says that the stack is of. */
export type StackRole = 'access' | 'freed' | 'allocated' | 'other';

/**
 * The forms of line in the reports of AddressSanitizer and its kin. Sources in compiler-rt/lib: asan/asan_errors.cpp and
 * asan_descriptions.cpp, lsan/lsan_common.cpp, msan/msan_report.cpp, tsan/rtl/tsan_report.cpp,
 * sanitizer_common/sanitizer_termination.cpp, sanitizer_thread_registry.cpp and sanitizer_common.cpp.
 */
export type LineForm =
  /** The rule above an AddressSanitizer report: sixty-five `=`. */
  | { readonly kind: 'rule' }
  /**
   * `==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x… at pc 0x… bp 0x… sp 0x…`. Also a line that is a whole report:
   * a check of the sanitizer's own that failed, a limit that was passed, memory that it could not have for itself.
   */
  | { readonly kind: 'head'; readonly head: HeadForm }
  /** `READ of size 1 at 0x602000000011 thread T0`. */
  | {
      readonly kind: 'access';
      readonly access: 'read' | 'write';
      readonly size: number;
      readonly address?: string;
      readonly thread?: string;
    }
  /** `freed by thread T0 here:`, `previously allocated by thread T0 here:`, `Thread T1 created by T0 here:`. */
  | { readonly kind: 'stack'; readonly role: StackRole; readonly thread?: string }
  /** `Direct leak of 10 byte(s) in 1 object(s) allocated from:`. */
  | { readonly kind: 'leak'; readonly leak: 'direct' | 'indirect'; readonly bytes: number; readonly objects: number }
  /** `0x602000000011 is located 1 bytes inside of 10-byte region [0x602000000010,0x60200000001a)`. */
  | { readonly kind: 'region'; readonly text: string; readonly size?: number }
  | { readonly kind: 'frame'; readonly frame: FrameForm }
  /** `SUMMARY: AddressSanitizer: heap-use-after-free /src/main.go:8 in rd`. */
  | { readonly kind: 'summary'; readonly error?: string; readonly leakedBytes?: number }
  /** `==4711==ABORTING`, and MemorySanitizer's `Exiting`: the process ends. */
  | { readonly kind: 'aborting' }
  /** A row of the shadow memory, a row of its legend, a hint: after the summary or inside the report, and nothing to keep. */
  | { readonly kind: 'remark' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'other' };

export type LineKind = LineForm['kind'];

/** The first line of a report. */
export interface HeadForm {
  readonly tool: string;
  /** The name of the error, where the line has one; the summary says it again. */
  readonly error: string;
  readonly pid?: number;
  readonly address?: string;
  readonly thread?: string;
  /** The line itself says that it is the end; for other errors a later line does. */
  readonly fatal: boolean;
}

const BLANK: LineForm = { kind: 'blank' };
const OTHER: LineForm = { kind: 'other' };
const REMARK: LineForm = { kind: 'remark' };
const ABORTING: LineForm = { kind: 'aborting' };
const LONGEST = 8000;

const HEAD = /^==(\d{1,10})== ?(?:ERROR|WARNING): (\w{1,30}Sanitizer): (.*)$/;
/** The C form of the race detector's library for all but races: `WARNING: ThreadSanitizer: heap-use-after-free (pid=4711)`. */
const TSAN = /^WARNING: (ThreadSanitizer): (?!data race\b)(.{1,120}) \(pid=(\d{1,10})\)$/;
const GOROUTINES = /^race: limit on \d{1,10} simultaneously alive goroutines is exceeded, dying$/;
const PID = String.raw`^(?:==(\d{1,10})== ?)?`;
/** What a sanitizer says when it cannot go on itself, by what it lacks. */
const OWN_FAILURES: readonly (readonly [pattern: RegExp, error: string])[] = [
  [new RegExp(String.raw`${PID}(?:FATAL: )?(\w{1,30}Sanitizer):? CHECK failed: `), 'internal-error'],
  [new RegExp(String.raw`${PID}ERROR: (\w{1,30}Sanitizer)(?:: out of memory:)? failed to \w+ 0x`), 'out-of-memory'],
  [new RegExp(String.raw`${PID}FATAL: Internal error: (\w{1,30}Sanitizer)'s allocator failed `), 'out-of-memory'],
  [
    new RegExp(String.raw`${PID}FATAL: (\w{1,30}Sanitizer):? (?:unexpected memory mapping|unsupported VMA|can ?not mmap the shadow)`),
    'address-space',
  ],
  [new RegExp(String.raw`${PID}FATAL: (\w{1,30}Sanitizer)\b`), 'internal-error'],
  [new RegExp(String.raw`${PID}(\w{1,30}Sanitizer): .{1,60} overflow \([\d*]+\)\. Dying\.$`), 'internal-error'],
];
const ACCESS =
  /^(READ|WRITE|Read|Write|Atomic read|Atomic write) of size (\d{1,15})(?: at (0x[0-9a-f]{1,16}))?(?: (?:by )?(main thread|thread T\d{1,10}))?/;
const OWNER = /^(?:previously )?(allocated|freed) by thread (T\d{1,10})(?: [('][^)']{0,80}[)'])? here:$/;
const LEAK = /^(Direct|Indirect) leak of (\d{1,15}) byte\(s\) in (\d{1,12}) object\(s\) allocated from:$/;
const TSAN_FREED = /^Previous (?:atomic )?write of size \d+ at 0x[0-9a-f]+ by (main thread|thread T\d{1,10})\b/;
const TSAN_BLOCK = /^Location is heap block of size (\d{1,15}) at (0x[0-9a-f]{1,16}) allocated by (main thread|thread T\d{1,10}):$/;
/** Headings of stacks that are nothing to blame. */
const OTHER_STACK =
  /^(?:Thread T\d{1,10}\b.{0,200} created by .{1,80}|Uninitialized value was .{1,100}|Memory was marked as .{1,60}|Previous .{1,160}:|Mutex M\d{1,10} .{1,160}:|As if synchronized via sleep:|Location is .{1,160}:|.{1,60} registered at:)$/;
const REGION = /^(?:Address )?0x[0-9a-f]{1,16} is ((?:a wild pointer|located ).{0,300})$/;
const REGION_SIZE = /\b(\d{1,15})-byte region/;
const SUMMARY = /^SUMMARY: \w{1,30}Sanitizer: (?:(\d{1,15}) byte\(s\) leaked|([A-Za-z][\w-]*))/;
const SHADOW = /^(?:=>| {2})0x[0-9a-f]{6,16}:[ [\]0-9a-f]+$/;
const LEGEND = /^ {2}[A-Z][\w ]{2,40}: +(?:[0-9a-f]{2} ?)+$/;
/** What else stands in reports: explanations, the layout of a stack frame, the shadow memory's headings. */
const HINT =
  /^(?:Shadow byte|HINT: |This frame has |==\d{1,10}== ?(?:The signal is caused by |Hint: )|Hint: |\w{1,30}Sanitizer can not provide additional info|Objects leaked above:|0x[0-9a-f]+ \(\d+ bytes\)$|Location is |Cycle in lock order graph|To check it use|\[\d+, \d+\) )/;

/** The name of an error, from what the first line says after the tool's. */
function errorOf(text: string): Pick<HeadForm, 'error' | 'address' | 'thread'> {
  const address = /\b0x[0-9a-f]{1,16}\b/.exec(text)?.[0];
  const thread = /\b(?:thread )?(T\d{1,10})\)?:?$/.exec(text)?.[1];
  return {
    error: errorName(text),
    ...(address === undefined ? {} : { address }),
    ...(thread === undefined ? {} : { thread }),
  };
}

function errorName(text: string): string {
  if (text.startsWith('attempting double-free')) return 'double-free';
  if (text.startsWith('attempting free on address which was not malloc')) return 'bad-free';
  if (text.startsWith('detected memory leaks')) return 'memory-leak';
  if (text.includes('out of memory')) return 'out-of-memory';
  return /^[A-Za-z][\w-]*/.exec(text)?.[0] ?? 'unknown';
}

/** The lines that begin a report; undefined where it is none. */
export function beginning(raw: string): Extract<LineForm, { kind: 'rule' | 'head' }> | undefined {
  const text = raw.trimEnd();
  if (text.length > LONGEST) return undefined;
  if (/^={65}$/.test(text)) return { kind: 'rule' };
  if (GOROUTINES.test(text)) return { kind: 'head', head: { tool: 'ThreadSanitizer', error: 'goroutine-limit', fatal: true } };
  if (!text.includes('Sanitizer')) return undefined;
  const head = HEAD.exec(text);
  if (head !== null) {
    const [, pid, tool = '', rest = ''] = head;
    return { kind: 'head', head: { tool, pid: Number(pid), fatal: false, ...errorOf(rest) } };
  }
  const race = TSAN.exec(text);
  if (race !== null) {
    const [, tool = '', error = '', pid] = race;
    return { kind: 'head', head: { tool, pid: Number(pid), fatal: false, error: error.replace(/ \(.*$/, '') } };
  }
  for (const [pattern, error] of OWN_FAILURES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, pid, tool = ''] = match;
    return { kind: 'head', head: { tool, error, fatal: true, ...(pid === undefined ? {} : { pid: Number(pid) }) } };
  }
  return undefined;
}

/** Tells which form a line has. Never throws; linear in the line's length. */
export function classify(raw: string): LineForm {
  const text = raw.trimEnd();
  if (text === '') return BLANK;
  if (text.length > LONGEST) return OTHER;
  const begin = beginning(text);
  if (begin !== undefined) return begin;
  if (text === 'Exiting' || /^==\d{1,10}== ?ABORTING$/.test(text)) return ABORTING;
  const bare = text.trimStart();
  if (bare.startsWith('#')) {
    const frame = parseFrame(bare);
    return frame === undefined ? OTHER : { kind: 'frame', frame };
  }
  if (SHADOW.test(text) || LEGEND.test(text)) return REMARK;
  return heading(bare) ?? detail(bare);
}

/** Headings that have a stack below them. */
function heading(bare: string): LineForm | undefined {
  const access = ACCESS.exec(bare);
  if (access !== null) {
    const [, kind = '', size, address, thread] = access;
    return {
      kind: 'access',
      access: /write/i.test(kind) ? 'write' : 'read',
      size: Number(size),
      ...(address === undefined ? {} : { address }),
      ...(thread === undefined ? {} : { thread: threadName(thread) }),
    };
  }
  const owner = OWNER.exec(bare);
  if (owner !== null) return { kind: 'stack', role: owner[1] === 'freed' ? 'freed' : 'allocated', thread: owner[2] ?? '' };
  const leak = LEAK.exec(bare);
  if (leak !== null)
    return { kind: 'leak', leak: leak[1] === 'Direct' ? 'direct' : 'indirect', bytes: Number(leak[2]), objects: Number(leak[3]) };
  const freed = TSAN_FREED.exec(bare);
  if (freed !== null) return { kind: 'stack', role: 'freed', thread: threadName(freed[1] ?? '') };
  const block = TSAN_BLOCK.exec(bare);
  if (block !== null) return { kind: 'stack', role: 'allocated', thread: threadName(block[3] ?? '') };
  return OTHER_STACK.test(bare) ? { kind: 'stack', role: 'other' } : undefined;
}

function detail(bare: string): LineForm {
  const summary = SUMMARY.exec(bare);
  if (summary !== null) {
    const [, leaked, error] = summary;
    return {
      kind: 'summary',
      ...(leaked === undefined ? {} : { leakedBytes: Number(leaked) }),
      ...(error === undefined ? {} : { error }),
    };
  }
  const region = REGION.exec(bare);
  if (region !== null) {
    const size = REGION_SIZE.exec(bare)?.[1];
    return { kind: 'region', text: region[1] ?? '', ...(size === undefined ? {} : { size: Number(size) }) };
  }
  return HINT.test(bare) ? REMARK : OTHER;
}

/** `T0`, or `main` for the main thread of ThreadSanitizer, which has no number. */
function threadName(text: string): string {
  return text.startsWith('main') ? 'main' : text.replace('thread ', '');
}
