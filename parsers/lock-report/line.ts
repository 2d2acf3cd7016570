import type { LockReport } from '../../src/evidence/facts/lock-report.ts';

/** A line of a report of go-deadlock (deadlock.go, stacktraces.go). */
export type LockLine =
  /** `POTENTIAL DEADLOCK:`, of two kinds with more words in the same line. */
  | { readonly kind: 'head'; readonly report: LockReport['kind'] }
  /** Whose stack follows: `Previous place where the lock was grabbed`, `Have been trying to lock it again for more than 30s`. */
  | { readonly kind: 'section'; readonly of: 'holder' | 'waiter'; readonly limit?: string }
  /** `goroutine 624 lock 0xc0009a20d8`; 0 where the library cannot tell. */
  | { readonly kind: 'goroutine'; readonly id: number }
  /** `init.go:230 vault.(*Core).Initialize { c.stateLock.Lock() } <<<<<` */
  | { readonly kind: 'frame'; readonly file: string; readonly line: number; readonly name: string }
  | { readonly kind: 'blank' }
  /** `Here is what goroutine 624 doing now`, `Other goroutines holding locks:`: what the report is about is over. */
  | { readonly kind: 'rest'; readonly holderNow: 'alive' | 'ended' }
  | { readonly kind: 'other' };

const HEAD = /^POTENTIAL DEADLOCK:(?: (Recursive|Inconsistent) locking[:.].{0,80})?$/;
const WAITING = /^Have been trying to lock it again for more than (\d[\w.µ]{0,20})$/;
const GOROUTINE = /^(?:current )?goroutine (\d{1,19}) lock 0x[0-9a-f]{1,16}$/;
const FRAME = /^(\S.{0,1000}?):(\d{1,9}) ([\w./%~@+-]+\.[^\s{}]{1,300})(?: (?:\{ .*\}|\?\?\?))?(?: <<<<<)?$/;
const NOW = /^Here is what goroutine \d{1,19} doing now$/;
const REST = /^(?:Other goroutines holding locks:|All current goroutines:)$/;
/** Longer lines are none of these. */
const LONGEST = 4000;

/** Says what a line is. Linear in its length. */
export function lockLine(raw: string): LockLine {
  if (raw.length > LONGEST) return { kind: 'other' };
  const text = raw.trim();
  if (text === '') return { kind: 'blank' };
  const head = HEAD.exec(text);
  if (head !== null) return { kind: 'head', report: head[1] === undefined ? 'waited' : head[1] === 'Recursive' ? 'recursive' : 'order' };
  if (/^Previous place where the lock was grabbed(?: \(same goroutine\))?$/.test(text)) return { kind: 'section', of: 'holder' };
  const waiting = WAITING.exec(text);
  if (waiting !== null) return { kind: 'section', of: 'waiter', limit: waiting[1] ?? '' };
  // Of two orders the first lock of one is shown, and the second one of the other.
  if (/^(?:in another goroutine: )?happened before$/.test(text)) return { kind: 'section', of: 'holder' };
  if (text === 'happened after') return { kind: 'section', of: 'waiter' };
  const goroutine = GOROUTINE.exec(text);
  if (goroutine !== null) return { kind: 'goroutine', id: Number(goroutine[1]) };
  if (NOW.test(text)) return { kind: 'rest', holderNow: 'alive' };
  // The library prints these after what the holder does now; a holder that it does not find has ended.
  if (REST.test(text)) return { kind: 'rest', holderNow: 'ended' };
  const frame = FRAME.exec(text);
  if (frame !== null) return { kind: 'frame', file: frame[1] ?? '', line: Number(frame[2]), name: frame[3] ?? '' };
  return { kind: 'other' };
}
