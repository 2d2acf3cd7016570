import { isCNote } from './c-note.ts';
import type { PrintedSignal } from './signal.ts';

/**
 * A line of a crash report that is not a goroutine's. Sources: runtime/panic.go (printpanics, fatalpanic, throw, fatal),
 * runtime/signal_unix.go (sighandler), runtime/signal_windows.go, runtime/defs_*.go (registers), net/http/server.go.
 */
export type HeadLine =
  /** `panic: boom`, `panic: boom [recovered]`; `nested` where a tab stands before it. */
  | { readonly kind: 'panic'; readonly text: string; readonly nested: boolean }
  /** `fatal error: all goroutines are asleep - deadlock!`; `nested` under a panic list (Go ≥ 1.26). */
  | { readonly kind: 'fatal'; readonly text: string; readonly nested: boolean }
  /** `SIGABRT: abort`, `Signal 64`, `Exception 0xc0000005 0x0 0x10 0x47c1e1`. */
  | { readonly kind: 'banner'; readonly name: string; readonly text: string; readonly signal: PrintedSignal }
  /** `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x49a1b2]`. */
  | { readonly kind: 'signal'; readonly signal: PrintedSignal }
  /** `PC=0x47c1e1 m=0 sigcode=0`, after a banner. */
  | { readonly kind: 'pc'; readonly pc: string; readonly code?: string; readonly address?: string }
  /** `signal arrived during cgo execution`. */
  | { readonly kind: 'during-cgo' }
  /** `instruction bytes: 0xf …`. */
  | { readonly kind: 'instruction-bytes' }
  /** `http: panic serving 10.0.0.1:4711: boom`, also behind a log prefix; Kubernetes' `Observed a panic: …`. */
  | { readonly kind: 'caught'; readonly by: string; readonly text: string }
  /** `exit status 2`, from go run or go test. */
  | { readonly kind: 'exit-status'; readonly status: number }
  /** `rax    0x0`. */
  | { readonly kind: 'register' }
  /** `-----`, between the threads of a GOTRACEBACK=crash report. */
  | { readonly kind: 'relay' }
  /** `panic during panic`, `stack trace unavailable`. */
  | { readonly kind: 'double-fault' }
  /** `unexpected fault address 0x…`, `runtime: out of memory: …`: the runtime says more before the head. */
  | { readonly kind: 'note' }
  /** A row of what the runtime shows of the heap before it gives up: `0xc0000f2040 free  marked   zombie`. */
  | { readonly kind: 'note-row' }
  /** `free(): invalid pointer` and the like: C says more before it aborts. */
  | { readonly kind: 'c-note' }
  | { readonly kind: 'other' };

const SIGNAL =
  /^\[signal (SIG[A-Z0-9]+|0x[0-9a-f]+)(?:: [^\]]*?)?(?: code=(0x[0-9a-f]+|-?\d+))?(?: addr=(0x[0-9a-f]+))?(?: pc=(0x[0-9a-f]+))?\]$/;
const PC = /^PC=(0x[0-9a-f]+)(?: m=-?\d+)?(?: sigcode=(\d+))?(?: addr=(0x[0-9a-f]+))?$/;
const BANNER = /^(?:(SIG[A-Z0-9]{2,9}): [a-z][a-z0-9 ,;/()-]{2,60}|Signal \d{1,3})$/;
const WINDOWS_EXCEPTION = /^Exception (0x[0-9a-f]{1,8}) (0x[0-9a-f]{1,16}) (0x[0-9a-f]{1,16}) (0x[0-9a-f]{1,16})$/;
const REGISTER = /^(?:[a-z][a-z0-9]{1,7})[ \t]+0x[0-9a-f]{1,16}(?:[ \t]+[a-z][a-z0-9]{1,7}[ \t]+0x[0-9a-f]{1,16})?[ \t]*$/;
/** The address may be none (a socket without a name), or what somebody who made it unreadable put there. */
const SERVING = /(http2?: panic serving (?:\S{0,200}?|[<[({][^<>[\](){}]{1,100}[>\])}])) ?: (.*)$/;
const OBSERVED = /Observed a panic: (.*)$/;
const OBSERVED_STRUCTURED = /"Observed a panic"[^\n]*? panic="((?:[^"\\]|\\.)*)"/;
/** What the runtime says before a throw, beside what begins with `runtime: `. */
const NOTE =
  /^(?:unexpected fault address 0x|accessed data from freed user arena |runtime: |fatal: (?:morestack|bad g|systemstack|recursive|concurrent)|GOMEMLIMIT=|WARNING: LIKELY CLEANUP\/FINALIZER ISSUES|Value of type .+ at 0x|write of (?:unpinned )?Go pointer 0x|abi mismatch detected |signal ?\d+ ?received |mp\.gsignal stack \[0x|system page size \(|entersyscall\w* inconsistent |(?:releasep|wirep): |recover: 0x|invalid spdelta |trap:\d+, a123456=|results: got \{|object=0x)/;
const NOTE_ROW = /^(?:0x[0-9a-f]{8,16} (?:alloc|free) +(?:un)?marked|(?:0x)?[0-9a-f]{8,16}: [ <>!]?(?:0x)?[0-9a-f]{8}| \*\(\w+\+\d+\) = )/;
/** In the text after a tab, or after the spaces that a copy made of it. */
const NESTED_PANIC = /^ {1,8}panic: /;

/** Says what a line is. Never throws; linear in the line's length. */
export function headLine(text: string): HeadLine {
  switch (text.charCodeAt(0)) {
    case 0x70: // p
      if (text.startsWith('panic: ')) return { kind: 'panic', text: text.slice(7), nested: false };
      if (text === 'panic:') return { kind: 'panic', text: '', nested: false };
      if (text === 'panic during panic') return { kind: 'double-fault' };
      break;
    case 0x20: // space
      if (NESTED_PANIC.test(text)) return { kind: 'panic', text: text.slice(text.indexOf(':') + 2), nested: true };
      break;
    case 0x09: // tab
      if (text.startsWith('\tpanic: ')) return { kind: 'panic', text: text.slice(8), nested: true };
      if (text.startsWith('\tfatal error: ')) return { kind: 'fatal', text: text.slice(14), nested: true };
      return { kind: 'other' };
    case 0x66: // f
      if (text.startsWith('fatal error: ')) return { kind: 'fatal', text: text.slice(13), nested: false };
      break;
    case 0x5b: // [
      if (text.startsWith('[signal ')) return signalLine(text);
      break;
    case 0x50: // P
      if (text.startsWith('PC=')) return pcLine(text);
      break;
    case 0x53: // S
      return bannerLine(text);
    case 0x45: {
      // E
      const exception = WINDOWS_EXCEPTION.exec(text);
      if (exception === null) break;
      const [, name = '', code, address, pc] = exception;
      const signal = {
        name,
        ...(code === undefined ? {} : { code }),
        ...(address === undefined ? {} : { address }),
        ...(pc === undefined ? {} : { pc }),
      };
      return { kind: 'banner', name, text, signal };
    }
    case 0x2d: // -
      if (text === '-----') return { kind: 'relay' };
      break;
    case 0x73: // s
      if (text === 'signal arrived during cgo execution' || text === 'signal arrived during external code execution')
        return { kind: 'during-cgo' };
      if (text === 'stack trace unavailable') return { kind: 'double-fault' };
      break;
    case 0x69: // i
      if (text.startsWith('instruction bytes:')) return { kind: 'instruction-bytes' };
      break;
    case 0x65: {
      // e
      const status = /^exit status (\d{1,3})$/.exec(text);
      if (status !== null) return { kind: 'exit-status', status: Number(status[1]) };
      break;
    }
    default:
  }
  return laterLine(text);
}

/** The forms that do not begin with a fixed word. */
function laterLine(text: string): HeadLine {
  if (text.length < 60 && REGISTER.test(text)) return { kind: 'register' };
  if (text.includes('panic serving ') || text.includes('Observed a panic')) return caughtLine(text);
  if (NOTE.test(text)) return { kind: 'note' };
  if (NOTE_ROW.test(text)) return { kind: 'note-row' };
  if (isCNote(text)) return { kind: 'c-note' };
  return { kind: 'other' };
}

function signalLine(text: string): HeadLine {
  const match = SIGNAL.exec(text);
  if (match === null) return { kind: 'other' };
  const [, name = '', code, address, pc] = match;
  return {
    kind: 'signal',
    signal: {
      name,
      ...(code === undefined ? {} : { code }),
      ...(address === undefined ? {} : { address }),
      ...(pc === undefined ? {} : { pc }),
    },
  };
}

function pcLine(text: string): HeadLine {
  const match = PC.exec(text);
  if (match === null) return { kind: 'other' };
  const [, pc = '', code, address] = match;
  return { kind: 'pc', pc, ...(code === undefined ? {} : { code }), ...(address === undefined ? {} : { address }) };
}

function bannerLine(text: string): HeadLine {
  const match = text.length < 60 ? BANNER.exec(text) : null;
  if (match === null) return laterLine(text);
  const name = match[1] ?? text;
  return { kind: 'banner', name, text, signal: { name } };
}

function caughtLine(text: string): HeadLine {
  const serving = SERVING.exec(text);
  if (serving !== null && isLogPrefix(text.slice(0, serving.index)))
    return { kind: 'caught', by: serving[1] ?? '', text: serving[2] ?? '' };
  const structured = OBSERVED_STRUCTURED.exec(text);
  if (structured !== null) return { kind: 'caught', by: 'Observed a panic', text: (structured[1] ?? '').replaceAll(/\\(["\\])/g, '$1') };
  const observed = OBSERVED.exec(text);
  if (observed !== null && isLogPrefix(text.slice(0, observed.index)))
    return { kind: 'caught', by: 'Observed a panic', text: observedMessage(observed[1] ?? '') };
  return { kind: 'other' };
}

/** What stands before the words is a log's prefix, not prose or a quoted text. */
function isLogPrefix(prefix: string): boolean {
  return prefix.length < 200 && !/["'`]|\bmsg=/.test(prefix) && (prefix.trim() === '' || /[\d\]:)|-]\s*$/.test(prefix));
}

/** A value as `%#v` prints it, and then in parentheses as `%v` does, which is how the runtime prints it: an error, a text or a struct. */
const GO_SYNTAX = /^(?:"(?:[^"\\]|\\.)*"|&?[\w./*]+\{.*\}|\S+) \((.+)\)$/;

/** `"invalid memory address…" (runtime error: invalid memory address…)`: the value in parentheses is the printed one. */
function observedMessage(text: string): string {
  return GO_SYNTAX.exec(text)?.[1] ?? text;
}
