import { type FrameForm, parseFrame } from '../sanitizer-report/frame.ts';

/** Who accessed, allocated or was started: ThreadSanitizer's number, or the main goroutine (C form: thread), which has none. */
export type Who = { readonly main: true } | { readonly main: false; readonly number?: number };

/**
 * The forms of line in a report of the race detector (compiler-rt/lib/tsan/rtl/tsan_report.cpp): those of Go programs
 * (`SANITIZER_GO`), and those of C code.
 */
export type LineForm =
  /** `==================`: eighteen. Copies may have more or fewer. */
  | { readonly kind: 'rule'; readonly exact: boolean }
  /** `WARNING: DATA RACE`, `WARNING: ThreadSanitizer: data race (pid=4711)`. */
  | { readonly kind: 'head'; readonly form: 'go' | 'c'; readonly indent: string }
  /** `WARNING: DEADLOCK`: in the library, never turned on in Go. */
  | { readonly kind: 'deadlock'; readonly indent: string }
  /** `Write at 0x00c00001a0b8 by goroutine 7:`, `Previous atomic read of size 4 at 0x… by thread T1 (mutexes: write M9):`. */
  | {
      readonly kind: 'access';
      readonly previous: boolean;
      readonly access: 'read' | 'write';
      readonly atomic: boolean;
      readonly size?: number;
      readonly address?: string;
      readonly who: Who;
    }
  /** `25:`, where a copy broke the line before its number. */
  | { readonly kind: 'number'; readonly number: number }
  /** `Goroutine 7 (running) created at:`, `Thread T1 (tid=4712, running) created by main thread at:`. */
  | { readonly kind: 'created'; readonly number: number; readonly state: 'running' | 'finished' }
  /** `Heap block of size 16 at 0x… allocated by main goroutine:`. */
  | { readonly kind: 'heap'; readonly size: number; readonly address: string; readonly who: Who }
  /** `Global var counter of size 8 at 0x… declared at /src/main.c:3`. */
  | {
      readonly kind: 'global';
      readonly name: string;
      readonly size?: number;
      readonly address: string;
      readonly file?: string;
      readonly line?: number;
    }
  /** A heading whose stack says nothing of the race: `Mutex M9 (0x…) created at:`, `As if synchronized via sleep:`. */
  | { readonly kind: 'other-section' }
  /** `[failed to restore the stack]`. */
  | { readonly kind: 'failed' }
  /** `  main.(*T).run()`. `indented`: as printed; else its blanks were lost on the way. */
  | { readonly kind: 'call'; readonly name: string; readonly indented: boolean }
  /** `      /src/main.go:19 +0x30`. */
  | { readonly kind: 'place'; readonly file: string; readonly line: number; readonly indented: boolean }
  /** `    #0 writer race.c:4 (exe+0xa360)`. */
  | { readonly kind: 'c-frame'; readonly frame: FrameForm }
  /** `SUMMARY: ThreadSanitizer: data race race.c:4 in writer`, `Location is stack of main thread.`. */
  | { readonly kind: 'remark' }
  /** `Found 2 data race(s)`, when the process exits. */
  | { readonly kind: 'found'; readonly count: number }
  | { readonly kind: 'blank' }
  | { readonly kind: 'other' };

export type LineKind = LineForm['kind'];

const BLANK: LineForm = { kind: 'blank' };
const OTHER: LineForm = { kind: 'other' };
const FAILED: LineForm = { kind: 'failed' };
const OTHER_SECTION: LineForm = { kind: 'other-section' };
const REMARK: LineForm = { kind: 'remark' };

const HEAD = /^(\s*)WARNING: (?:DATA RACE|ThreadSanitizer: data race\b[^\n]{0,80})\s*$/;
const DEADLOCK = /^(\s*)WARNING: DEADLOCK\s*$/;
const WHO = String.raw`(main goroutine|goroutine(?: (\d{1,10}))?|main thread|thread T(\d{1,10})(?: '[^']*')?)`;
const ACCESS = new RegExp(
  String.raw`^(previous )?(atomic )?(read|write)(?: of size (\d{1,6}))?(?: at (0x[0-9a-f]{1,16}))? by ${WHO}(?: \(mutexes: [^)]*\))?(:?)$`,
  'i',
);
const CREATED = /^Goroutine (\d{1,10}) \((running|finished)\) created at:$/;
const THREAD = /^Thread T(\d{1,10})(?: '[^']*')? \(tid=\d+, (running|finished)\) created by (?:main thread|thread T\d+)(?: at:)?$/;
const HEAP = new RegExp(String.raw`^(?:Location is heap|Heap) block of size (\d{1,15}) at (0x[0-9a-f]{1,16}) allocated by ${WHO}:$`);
const GLOBAL = /^Global var (.{1,300}?) of size (\d{1,15}) at (0x[0-9a-f]{1,16}) declared at (.+):(\d{1,9})$/;
const C_GLOBAL = /^Location is global '(.{1,300}?)'(?: of size (\d{1,15}))? at (0x[0-9a-f]{1,16})/;
const SECTION =
  /^(?:Mutex M?\d{1,10} .{0,120}:|Goroutine \d{1,10} lock mutex \d{1,10} while holding mutex \d{1,10}:|As if synchronized via sleep:|Location is file descriptor .{1,120}:)$/;
const LOCATION = /^(?:Location is (?:stack|TLS) of |SUMMARY: ThreadSanitizer: )/;
const CALL = /^(\s*)(\S.*)\(\)$/;
const PLACE = /^(\s*)(\S.*?):(\d{1,9}) ?\+0x[0-9a-f]{1,16}$/;
const FOUND = /^Found (\d{1,9}) data race\(s\)$/;
/** Nothing that the detector prints is longer, but for names of functions and paths. */
const LONGEST = 8000;

/** Tells which form a line has. `text` without the indentation of the whole report. Never throws. */
export function classify(raw: string): LineForm {
  const text = raw.trimEnd();
  if (text === '') return BLANK;
  if (text.length > LONGEST) return OTHER;
  const last = text.charCodeAt(text.length - 1);
  // Calls and places are most of a report: they are told by their ends.
  if (last === 0x29 && text.endsWith('()')) {
    const call = CALL.exec(text);
    if (call !== null) return { kind: 'call', name: call[2] ?? '', indented: call[1]?.startsWith(' ') === true };
  }
  const bare = text.trimStart();
  switch (bare.charCodeAt(0)) {
    case 0x3d: // =
      if (/^={10,80}$/.test(bare)) return { kind: 'rule', exact: bare.length === 18 };
      break;
    case 0x57: // W
    case 0x50: // P
    case 0x52: // R
    case 0x41: // A
    case 0x47: // G
    case 0x54: // T
    case 0x48: // H
    case 0x4c: // L
    case 0x4d: // M
    case 0x53: // S
    case 0x46: // F
    case 0x5b: {
      // [
      const form = words(text, bare);
      if (form !== undefined) return form;
      break;
    }
    case 0x23: {
      // #
      const frame = parseFrame(bare);
      if (frame !== undefined) return { kind: 'c-frame', frame };
      break;
    }
    default:
      if (/^\d{1,10}:$/.test(text)) return { kind: 'number', number: Number(text.slice(0, -1)) };
  }
  return place(text) ?? OTHER;
}

/** The forms that begin with a word of the detector's own. */
function words(text: string, bare: string): LineForm | undefined {
  const head = HEAD.exec(text);
  if (head !== null) return { kind: 'head', form: bare.startsWith('WARNING: D') ? 'go' : 'c', indent: head[1] ?? '' };
  const deadlock = DEADLOCK.exec(text);
  if (deadlock !== null) return { kind: 'deadlock', indent: deadlock[1] ?? '' };
  if (bare === '[failed to restore the stack]') return FAILED;
  const created = CREATED.exec(bare) ?? THREAD.exec(bare);
  if (created !== null) return { kind: 'created', number: Number(created[1]), state: created[2] === 'running' ? 'running' : 'finished' };
  const found = FOUND.exec(bare);
  if (found !== null) return { kind: 'found', count: Number(found[1]) };
  if (LOCATION.test(bare)) return REMARK;
  if (SECTION.test(bare)) return OTHER_SECTION;
  return access(bare) ?? location(bare);
}

function access(bare: string): LineForm | undefined {
  const match = ACCESS.exec(bare);
  if (match === null) return undefined;
  const [, previous, atomic, kind = '', size, address, whom = '', goroutine, thread, colon] = match;
  const number = goroutine ?? thread;
  // A line that was broken before its number ends without the colon; every other one has it.
  if ((colon === '') !== (number === undefined && !whom.startsWith('main'))) return undefined;
  return {
    kind: 'access',
    previous: previous !== undefined,
    access: kind.toLowerCase() === 'read' ? 'read' : 'write',
    atomic: atomic !== undefined,
    ...(size === undefined ? {} : { size: Number(size) }),
    ...(address === undefined ? {} : { address }),
    who: who(whom, number),
  };
}

function location(bare: string): LineForm | undefined {
  const heap = HEAP.exec(bare);
  if (heap !== null) {
    const [, size, address = '', whom = '', goroutine, thread] = heap;
    return { kind: 'heap', size: Number(size), address, who: who(whom, goroutine ?? thread) };
  }
  const global = GLOBAL.exec(bare) ?? C_GLOBAL.exec(bare);
  if (global === null) return undefined;
  const [, name = '', size, address = '', file, line] = global;
  return {
    kind: 'global',
    name,
    ...(size === undefined ? {} : { size: Number(size) }),
    address,
    ...(file === undefined ? {} : { file, line: Number(line) }),
  };
}

function who(whom: string, number: string | undefined): Who {
  if (whom.toLowerCase().startsWith('main')) return { main: true };
  return { main: false, ...(number === undefined ? {} : { number: Number(number) }) };
}

function place(text: string): LineForm | undefined {
  const match = PLACE.exec(text);
  if (match === null) return undefined;
  return { kind: 'place', file: match[2] ?? '', line: Number(match[3]), indented: match[1]?.startsWith(' ') === true };
}
