import { type ExactInt, exact, toBigInt } from '../../text/exact.ts';
import { sanitize } from '../../text/safe-text.ts';
import type { Certainty } from '../citation.ts';
import type { LedgerLine, LedgerLineName } from '../facts/memory-ledger.ts';

/** A value and what says it. */
type Stated = readonly [ExactInt | undefined, string];

export interface LedgerInput {
  readonly limit: Stated;
  readonly peak: Stated;
  readonly goLimit: Stated;
  readonly goHeld: Stated;
  readonly heapLive: Stated;
  readonly heapGoal: Stated;
  readonly stacks: Stated;
  /** Goroutines of the last dump: their stacks have a least size. */
  readonly goroutines: ExactInt | undefined;
  readonly resident: Stated;
  readonly anon: Stated;
  readonly other: Stated;
  readonly pageCache: Stated;
  readonly shmem: Stated;
  readonly hugePages: Stated;
}

/** The smallest stack of a goroutine: `stackMin` in runtime/stack.go. */
const LEAST_STACK = 2048n;
/** What an account may well be without: nobody misses it. */
const EXTRAS: ReadonlySet<LedgerLineName> = new Set(['shmem', 'huge-pages', 'anon']);

/** The lines of an account of memory, and those that nothing tells. */
export function ledgerLines(input: LedgerInput): { readonly lines: LedgerLine[]; readonly missing: LedgerLineName[] } {
  const lines: LedgerLine[] = [];
  const missing: LedgerLineName[] = [];
  const [limit] = input.limit;
  const add = (name: LedgerLineName, [bytes, source]: Stated, certainty: Certainty = 'stated') => {
    if (bytes === undefined) {
      if (!EXTRAS.has(name)) missing.push(name);
      return;
    }
    const share = name === 'limit' || limit === undefined || Number(limit) <= 0 ? {} : { share: Number(bytes) / Number(limit) };
    lines.push({ name, bytes, ...share, certainty, source: sanitize(source) });
  };
  add('limit', input.limit);
  add('peak', input.peak);
  add('go-limit', input.goLimit);
  add('go-held', input.goHeld);
  add('heap-live', input.heapLive);
  // A trace does not print the next goal: it is computed by the rule of runtime/mgcpacer.go.
  add('heap-goal', input.heapGoal, input.heapGoal[1] === 'gctrace' ? 'derived' : 'stated');
  if (input.stacks[0] !== undefined) add('stacks', input.stacks);
  else if (input.goroutines === undefined) missing.push('stacks');
  else add('stacks', [exact(toBigInt(input.goroutines) * LEAST_STACK), `at least: ${input.goroutines} goroutines of 2 KiB`], 'guessed');
  add('resident', input.resident);
  add('anon', input.anon);
  add('other', input.other, 'derived');
  add('page-cache', input.pageCache);
  add('shmem', input.shmem);
  add('huge-pages', input.hugePages);
  return { lines, missing };
}
