import type { HiddenWait, HiddenWaitClass } from '../../src/evidence/facts/dump.ts';
import { parkedAs } from '../pprof/idle.ts';
import type { TextStack } from './profile.ts';

/** Program counters of the calls that are not printed, innermost first. */
type Hidden = readonly number[];

/** What the machine code of one line of releases looks like from outside. All numbers are measured on built programs. */
interface Layout {
  /** Whether the return address in `gopark` fits, which stands first in each stack that is parked. */
  readonly parks: (gopark: number) => boolean;
  /** Functions begin at multiples of this. */
  readonly alignment: 16 | 32;
  /** Where the only call in `chansend1`, in `chanrecv1` and `chanrecv2`, and in `block` returns to, from such a multiple on. */
  readonly send: number;
  readonly receive: number;
  readonly block: number;
  /** How far `chanrecv` and `chansend` park behind the wrapper's call, at least and below: with a channel, and with none. */
  readonly channel: readonly [number, number];
  readonly nil: readonly [number, number];
}

/** amd64: Go 1.13 to 1.16 (arguments on the stack), 1.17 to 1.20 (in registers), and 1.21 and later. */
const AMD64: readonly Layout[] = [
  {
    parks: (gopark) => gopark % 16 === 0 || gopark % 16 === 5,
    alignment: 16,
    send: 5,
    receive: 11,
    block: 9,
    channel: [0x200, 0x500],
    nil: [0x580, 0x900],
  },
  { parks: (gopark) => gopark % 32 === 22, alignment: 32, send: 29, receive: 24, block: 12, channel: [0x400, 0x700], nil: [0xc0, 0x280] },
  {
    parks: (gopark) => gopark % 32 === 14 || gopark % 32 === 10,
    alignment: 32,
    send: 23,
    receive: 18,
    block: 6,
    channel: [0x340, 0x600],
    nil: [0xc0, 0x280],
  },
];

/** arm64, Go 1.18 and later: each instruction has four bytes. */
const ARM64: readonly Layout[] = [
  { parks: () => true, alignment: 16, send: 8, receive: 4, block: 0, channel: [0x340, 0x700], nil: [0xc0, 0x280] },
];

/** The trace reader parks in `ReadTrace` (runtime/trace.go) as a select does. */
const NOT_OF_PROGRAM = /^runtime\/trace\./;
/** Calls of the runtime that are looked at. */
const DEEPEST = 3;
/** Different ends of stacks that are kept for a group: one function has few places where it waits. */
const MOST_ENDS = 64;
/** Share of a group that must wait alike: a goroutine that has just been woken stands elsewhere. */
const ALIKE = 0.9;

/**
 * Tells what goroutines of a text profile wait in. `printStackRecord` (runtime/pprof/pprof.go) leaves the runtime's calls above the first
 * other one out, but the line with the counters has them. A goroutine that waits is in `gopark`; a printed wait (`time.Sleep`, a lock, the
 * network) of the same profile shows where that is. Between `gopark` and the program lies one call for a select (`selectgo`, `block`;
 * runtime/select.go) and two for an operation on a channel (`chanrecv` below `chanrecv1` or `chanrecv2`, `chansend` below `chansend1`;
 * runtime/chan.go): so much is computed. Which of them it is, is a guess from where their code returns to.
 */
export class HiddenWaits {
  readonly #groups = new Map<string, Map<string, { readonly hidden: Hidden; count: number }>>();
  /** First counters below printed waits. */
  readonly #parked = new Map<number, number>();
  readonly #known = new Map<number, { readonly layout: Layout | undefined }>();
  /** A counter is no multiple of four: instructions have any length. On amd64 the end of each whole stack is (`goexit+1`). */
  #odd = false;

  /** Takes the stack of so many goroutines of the group `part`. */
  add(part: string, stack: TextStack, count: number): void {
    this.#odd ||= /[^048c](?: |$)/.test(stack.counters);
    const hidden = hiddenOf(stack);
    const first = hidden?.[0];
    if (hidden === undefined || first === undefined) return;
    const functions = stack.frames.map(({ function: name }) => name);
    if (parkedAs(functions) !== 'other') {
      this.#parked.set(first, (this.#parked.get(first) ?? 0) + count);
      return;
    }
    if (hidden.length > DEEPEST || NOT_OF_PROGRAM.test(functions[0] ?? '')) return;
    const ends = this.#groups.get(part) ?? new Map<string, { readonly hidden: Hidden; count: number }>();
    this.#groups.set(part, ends);
    const key = hidden.join(' ');
    const known = ends.get(key);
    if (known !== undefined) known.count += count;
    else if (ends.size < MOST_ENDS) ends.set(key, { hidden, count });
  }

  /** What a group of so many goroutines waits in; undefined where nothing tells. Asked once all stacks are there. */
  of(part: string, goroutines: number): HiddenWait | undefined {
    const sums = new Map<string, { readonly wait: HiddenWait; count: number }>();
    for (const { hidden, count } of this.#groups.get(part)?.values() ?? []) {
      const wait = this.#waitOf(hidden);
      if (wait === undefined) continue;
      const key = `${wait.operation} ${wait.stateClass ?? ''}`;
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { wait, count });
      else sum.count += count;
    }
    return [...sums.values()].find(({ count }) => count >= goroutines * ALIKE)?.wait;
  }

  #waitOf(hidden: Hidden): HiddenWait | undefined {
    const [gopark = 0, inner = 0, wrapper] = hidden;
    const known = this.#gopark();
    if (known !== undefined && known !== gopark) return undefined;
    const layout = this.#layoutOf(gopark);
    const certainty = known === undefined ? 'guessed' : 'derived';
    if (hidden.length === 2) {
      const stateClass = layout && (inner % layout.alignment === layout.block ? 'select-forever' : 'select');
      // Nothing but the place of gopark tells a select from a goroutine that was interrupted, and on arm64 that differs by release.
      if (known === undefined && (layout === undefined || !this.#odd)) return undefined;
      return { operation: 'select', certainty, ...(stateClass === undefined ? {} : { stateClass }) };
    }
    if (wrapper === undefined) return undefined;
    const stateClass = layout && operationOf(layout, inner, wrapper);
    if (stateClass !== undefined) return { operation: 'channel', certainty, stateClass };
    return known === undefined ? undefined : { operation: 'channel', certainty };
  }

  /** The return address in gopark that most printed waits have. */
  #gopark(): number | undefined {
    let best: number | undefined;
    for (const [address, count] of this.#parked) if (best === undefined || count > (this.#parked.get(best) ?? 0)) best = address;
    return best;
  }

  /** The layout that fits all operations on channels below this `gopark`: of other machines some do not fit. */
  #layoutOf(gopark: number): Layout | undefined {
    const known = this.#known.get(gopark);
    if (known !== undefined) return known.layout;
    const layout = (this.#odd ? AMD64 : ARM64).find(({ parks }) => parks(gopark));
    const ends = [...this.#groups.values()].flatMap((group) => [...group.values()].map(({ hidden }) => hidden));
    const channels = ends.filter((hidden) => hidden.length === DEEPEST && hidden[0] === gopark);
    const fits = layout !== undefined && channels.every(([, inner = 0, wrapper = 0]) => operationOf(layout, inner, wrapper) !== undefined);
    const found = fits ? layout : undefined;
    this.#known.set(gopark, { layout: found });
    return found;
  }
}

function operationOf(layout: Layout, inner: number, wrapper: number): HiddenWaitClass | undefined {
  const distance = inner - wrapper;
  const within = ([least, end]: readonly [number, number]) => distance >= least && distance < end;
  const rest = wrapper % layout.alignment;
  if (rest !== layout.send && rest !== layout.receive) return undefined;
  if (within(layout.nil)) return 'chan-nil';
  if (!within(layout.channel)) return undefined;
  return rest === layout.send ? 'chan-send' : 'chan-receive';
}

/**
 * The counters before that of the first printed call, which is printed less one: it is the call, and the counter is where it returns to
 * (`Frames.Next` in runtime/symtab.go). Undefined where it is not among the first ones.
 */
function hiddenOf({ counters, places, frames }: TextStack): Hidden | undefined {
  if (frames.length === 0) return undefined;
  const all = counters
    .trimStart()
    .split(' ', DEEPEST + 2)
    .map(Number);
  const printed = Number(places.trimStart().split(' ', 1)[0]);
  if (!Number.isSafeInteger(printed) || !all.every(Number.isSafeInteger)) return undefined;
  const at = all.indexOf(printed + 1);
  return at < 0 ? undefined : all.slice(0, at);
}
