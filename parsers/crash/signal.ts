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

/** Windows' exception codes that stand for a signal (runtime/defs_windows.go). */
const WINDOWS_ACCESS_VIOLATION = '0xc0000005';

const NEGATIVE = 1n << 63n;
const WHOLE = 1n << 64n;

/**
 * Decodes a signal: the sign of its code, what the code means, and whether the address is that of a nil pointer's field.
 * Sources: include/uapi/asm-generic/siginfo.h; runtime/signal_unix.go (sigpanic), runtime/panic.go (printpanics).
 */
export function decodeSignal(printed: PrintedSignal, duringCgo: boolean): SignalInfo {
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
  if (code === 0n) return 'sent-by-process';
  if (code === -1n) return 'queued';
  if (code === -6n) return 'self-raised';
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
