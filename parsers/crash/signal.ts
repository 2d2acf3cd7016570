import type { SignalCodeMeaning, SignalInfo } from '../../src/evidence/facts/crash.ts';
import { exact } from '../../src/text/exact.ts';
import { sanitize } from '../../src/text/safe-text.ts';

/** What the runtime prints of a signal, as text, before it is decoded. */
export interface PrintedSignal {
  /** `SIGSEGV`, or on Windows `0xc0000005`. */
  readonly name: string;
  /** si_code: hexadecimal in `[signal …]`, decimal in the banner; both as unsigned 64-bit numbers. */
  readonly code?: string;
  readonly address?: string;
  readonly pc?: string;
}

/** Windows' exception codes (winnt.h); what Go makes panics of stands in runtime/signal_windows.go. */
const WINDOWS_ACCESS_VIOLATION = '0xc0000005';
const WINDOWS: ReadonlyMap<string, SignalCodeMeaning> = new Map([
  ['0x80000003', 'breakpoint'],
  ['0x80000004', 'breakpoint'],
  ['0xc000001d', 'illegal-opcode'],
  // From 0xc000008d (denormal operand) to 0xc0000095 (integer overflow).
  ...Array.from({ length: 9 }, (_, i) => [`0x${(0xc000008d + i).toString(16)}`, 'arithmetic'] as const),
]);

/** Numbers by which Go up to 1.5 named signals; these are the same, or mean the same, wherever they are used. */
const NUMBERED: ReadonlyMap<string, string> = new Map([
  ['0x3', 'SIGQUIT'],
  ['0x4', 'SIGILL'],
  ['0x6', 'SIGABRT'],
  ['0x7', 'SIGBUS'],
  ['0x8', 'SIGFPE'],
  ['0xa', 'SIGBUS'],
  ['0xb', 'SIGSEGV'],
]);

/** si_code of signals that were sent: Linux counts down from 0, Darwin and the BSDs up from 0x10001 (sys/signal.h). */
const SENT: ReadonlyMap<bigint, SignalCodeMeaning> = new Map([
  [0n, 'sent-by-process'],
  [-1n, 'queued'],
  [-6n, 'self-raised'],
  [0x10001n, 'sent-by-process'],
  [0x10002n, 'queued'],
  [0x10007n, 'self-raised'],
]);

const NEGATIVE = 1n << 63n;
const WHOLE = 1n << 64n;

/**
 * Decodes a signal: the sign of its code, what the code means, and whether the address is that of a nil pointer's field.
 * Sources: include/uapi/asm-generic/siginfo.h; runtime/signal_unix.go (sigpanic), runtime/panic.go (printpanics).
 */
export function decodeSignal(signal: PrintedSignal, duringCgo: boolean): SignalInfo {
  const printed = { ...signal, name: NUMBERED.get(signal.name) ?? signal.name };
  const code = printed.code === undefined ? undefined : signed(printed.code);
  const meaning = code === undefined ? undefined : meaningOf(printed.name, code);
  const offset = nilOffset(printed, code, meaning);
  return {
    name: sanitize(printed.name),
    ...(code === undefined ? {} : { code: exact(code) }),
    ...(meaning === undefined ? {} : { codeMeaning: meaning }),
    ...(printed.address === undefined ? {} : { address: printed.address }),
    ...(offset === undefined ? {} : { nilOffset: offset }),
    ...(printed.pc === undefined ? {} : { pc: printed.pc }),
    duringCgo,
  };
}

function signed(text: string): bigint {
  const value = BigInt(text) & (WHOLE - 1n);
  // 32-bit systems print the code as 32 bits: 0xffffffff is -1 there.
  if (value > 0xffff_0000n && value <= 0xffff_ffffn) return value - (1n << 32n);
  return value >= NEGATIVE ? value - WHOLE : value;
}

function meaningOf(name: string, code: bigint): SignalCodeMeaning {
  if (name === WINDOWS_ACCESS_VIOLATION) return code === 0n || code === 1n ? 'unmapped' : 'access-denied';
  if (name.startsWith('0x')) return WINDOWS.get(name) ?? 'other';
  const sent = SENT.get(code);
  if (sent !== undefined) return sent;
  const memory = name === 'SIGSEGV' || name === 'SIGBUS';
  if (memory && code === 0x80n) return 'general-protection';
  switch (name) {
    case 'SIGSEGV':
      return code === 1n ? 'unmapped' : code === 2n ? 'access-denied' : 'other';
    case 'SIGBUS':
      return code === 1n ? 'misaligned' : code === 2n ? 'beyond-mapping' : code >= 3n && code <= 5n ? 'hardware' : 'other';
    case 'SIGFPE':
      return 'arithmetic';
    case 'SIGILL':
      return 'illegal-opcode';
    case 'SIGTRAP':
      return 'breakpoint';
    case 'SIGSYS':
      return code === 1n ? 'seccomp' : 'other';
    default:
      return 'other';
  }
}

/**
 * The address below 4096 that a nil pointer's field has (larger offsets are checked by the compiler, runtime/signal_unix.go).
 * Darwin says "access denied" (2) where Linux says "unmapped" (1): page zero is mapped there without any right.
 */
function nilOffset(printed: PrintedSignal, code: bigint | undefined, meaning: SignalCodeMeaning | undefined): number | undefined {
  if (printed.address === undefined || code === undefined) return undefined;
  const access =
    printed.name === WINDOWS_ACCESS_VIOLATION ||
    ((printed.name === 'SIGSEGV' || printed.name === 'SIGBUS') && (meaning === 'unmapped' || meaning === 'access-denied'));
  const address = BigInt(printed.address);
  return access && address < 4096n ? Number(address) : undefined;
}
