import type { SourceInfo } from '../parser.ts';
import type { Creator, Frame, GoroutineId } from '../../src/evidence/frame.ts';
import type {
  Addresses,
  DumpKind,
  GoroutineLabels,
  GoroutinesFact,
  IdleKind,
  Starters,
  StateClass,
} from '../../src/evidence/facts/dump.ts';
import { isLess } from '../../src/text/exact.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { GroupAddresses, hasReceiver } from './addresses.ts';
import { type CitedLines, citeLines } from './excerpt.ts';
import type { SharedStack } from './frames.ts';
import type { Goroutine } from './goroutine.ts';
import { idleKindOf, isParkedMain } from './idle.ts';
import { LabelCounts } from './label-counts.ts';
import { looksPerProcess, looksPerRequest } from './purpose.ts';

const MOST_IDS = 10;
/** Ids of a group after which only the highest are kept. */
const MOST_UNSORTED = 256;
/** Starters of a group that are told apart. */
export const MOST_STARTERS = 256;
/** Room for a wait with the frames of the runtime around it and the few calls of the program that matter. */
const EXCERPT_LINES = 18;

/** Goroutines of a group whose arguments are read: of those that wait for a mutex, and of others. */
const READ_WAITING = 32;
const READ_OTHERS = 2;
/** What waits for a lock whose address may be printed. */
const FOR_LOCKS: ReadonlySet<StateClass> = new Set(['mutex', 'rwmutex-read', 'rwmutex-write', 'waitgroup', 'cond']);

/** How many goroutines of a group print a state. */
export interface StateTally {
  readonly state: SafeText;
  count: number;
}

/** The count of a state among others. */
export function tallyOf(tallies: StateTally[], state: SafeText): StateTally {
  let tally = tallies.find((one) => one.state === state);
  if (tally === undefined) {
    tally = { state, count: 0 };
    tallies.push(tally);
  }
  return tally;
}

/** The goroutines of one dump that do the same, counted as they come. */
export class Group {
  readonly key: string;
  readonly stateClass: StateClass;
  /** Where its first goroutine stands. */
  readonly cited: CitedLines;
  readonly frames: readonly Frame[];
  readonly creator: Creator | undefined;
  /** What its functions tell together: `idleBits` and `servingBits`. */
  readonly idle: number;
  readonly serving: number;
  /** Its first goroutine wrote the dump. */
  readonly writer: boolean;
  /** The lowest, in order. */
  readonly ids: GoroutineId[] = [];
  readonly starters = new Set<GoroutineId>();
  readonly #firstState: SafeText;
  readonly #states: StateTally[] = [];
  readonly #addresses: GroupAddresses;
  readonly #toRead: number;
  #labels: LabelCounts | undefined;
  /** The highest are among these. */
  #latest: GoroutineId[] = [];
  count = 0;
  leaked = 0;
  locked = 0;
  elided = false;
  unknownWaits = 0;
  minMinutes: number | undefined;
  maxMinutes: number | undefined;

  /** `stack`: that of its first goroutine. `text`: the lines of that. */
  constructor(key: string, stateClass: StateClass, first: Goroutine, stack: SharedStack, text: readonly string[], writer: boolean) {
    this.key = key;
    this.stateClass = stateClass;
    this.cited = citeLines(first.firstLine, first.lastLine, text, EXCERPT_LINES);
    this.#firstState = first.state;
    this.frames = stack.frames;
    this.idle = stack.shared.reduce((bits, { idle }) => bits | idle, 0);
    this.serving = stack.shared.reduce((bits, { serving }) => bits | serving, 0);
    this.creator = first.creator;
    this.writer = writer;
    const waits = FOR_LOCKS.has(stateClass);
    this.#addresses = new GroupAddresses(waits);
    const many = waits && stateClass !== 'waitgroup' && stateClass !== 'cond';
    const methods = waits || stack.frames.some(({ function: name }) => hasReceiver(name));
    // The first goroutine is read line by line in any case.
    this.#toRead = many ? READ_WAITING : methods ? READ_OTHERS : stack.frames.some(({ origin }) => origin === 'app') ? 1 : 0;
  }

  /** Whether the arguments of the goroutine that was counted last are wanted. */
  get wantsArguments(): boolean {
    return this.#addresses.read < this.#toRead;
  }

  /** Takes the arguments of a goroutine that was added, from its lines. */
  readArguments(lines: readonly string[]): void {
    this.#addresses.add(lines);
  }

  get addresses(): Addresses | undefined {
    return this.#addresses.of(this.count);
  }

  add(goroutine: Goroutine): void {
    this.count++;
    this.tally(goroutine.state).count++;
    if (goroutine.leaked) this.leaked++;
    if (goroutine.labels !== undefined) (this.#labels ??= new LabelCounts()).add(goroutine.labels);
    if (goroutine.locked) this.locked++;
    if (goroutine.elided) this.elided = true;
    if (goroutine.id !== undefined) {
      this.#keepLowest(goroutine.id);
      this.#keepHighest(goroutine.id);
    }
    if (goroutine.parent !== undefined && this.starters.size < MOST_STARTERS) this.starters.add(goroutine.parent);
    const minutes = goroutine.waitMinutes;
    if (minutes === undefined) {
      this.unknownWaits++;
      return;
    }
    this.#wait(minutes);
  }

  #wait(minutes: number): void {
    if (this.minMinutes === undefined || minutes < this.minMinutes) this.minMinutes = minutes;
    if (this.maxMinutes === undefined || minutes > this.maxMinutes) this.maxMinutes = minutes;
  }

  /** The states that its goroutines print, in the order in which they were seen. */
  get states(): readonly Readonly<StateTally>[] {
    return this.#states;
  }

  /** The count of a state, which {@link add} raises. */
  tally(state: SafeText): StateTally {
    return tallyOf(this.#states, state);
  }

  /** One more with a stack that has been read before; its state is counted by its tally. -1 stands for what was not printed. */
  repeat(id: number, minutes: number, locked: boolean, parent: number): void {
    this.count++;
    if (locked) this.locked++;
    this.#keepLowest(id);
    this.#keepHighest(id);
    if (parent >= 0 && this.starters.size < MOST_STARTERS) this.starters.add(parent);
    if (minutes < 0) this.unknownWaits++;
    else this.#wait(minutes);
  }

  #keepLowest(id: GoroutineId): void {
    const { ids } = this;
    // Most dumps are longer than the list, and most ids in them are higher than what is in it.
    if (ids.length === MOST_IDS && !isLess(id, ids[MOST_IDS - 1] ?? id)) return;
    let at = ids.length;
    while (at > 0 && isLess(id, ids[at - 1] ?? id)) at--;
    ids.splice(at, 0, id);
    if (ids.length > MOST_IDS) ids.pop();
  }

  /** Ids mostly rise from one goroutine of a dump to the next, so each would move the whole list: they are sorted by and by. */
  #keepHighest(id: GoroutineId): void {
    if (this.#latest.push(id) === MOST_UNSORTED) this.#latest = highest(this.#latest);
  }

  /** The highest, in order. */
  get newest(): readonly GoroutineId[] {
    return highest(this.#latest);
  }

  get labels(): GoroutineLabels | undefined {
    return this.#labels?.of(this.count);
  }

  /** The state most of them print; the first of equals. */
  get state(): SafeText {
    return (
      this.#states.reduce<StateTally | undefined>((best, one) => (best !== undefined && best.count >= one.count ? best : one), undefined)
        ?.state ?? this.#firstState
    );
  }
}

/** The highest of some ids, in order. */
function highest(ids: readonly GoroutineId[]): GoroutineId[] {
  return ids.toSorted((a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0)).slice(-MOST_IDS);
}

/** What a group's fact needs of its dump. */
export interface DumpContext {
  readonly id: string;
  readonly kind: DumpKind;
  readonly goroutines: number;
  /** Some goroutine is os/signal's: the program waits for signals somewhere. */
  readonly listens: boolean;
  /** Whether the dump has a goroutine of this id; absent where it cannot say, since some are missing or too many. */
  readonly has?: (id: GoroutineId) => boolean;
  readonly source: SourceInfo;
}

/** The fact of a group. */
export function groupDraft(group: Group, dump: DumpContext): Omit<GoroutinesFact, 'id'> {
  const { frames, creator } = group;
  const functions = frames.map((frame) => frame.function);
  const owner = frames.find((frame) => frame.origin === 'app') ?? frames.find((frame) => frame.origin === 'dependency');
  const idle = idleOf(group, functions, dump);
  const starters = startersOf(group, dump);
  const { labels, addresses } = group;
  return {
    type: 'goroutines',
    certainty: 'stated',
    citations: [{ path: dump.source.path, ...group.cited }],
    scope: dump.source.scope,
    dump: dump.id,
    dumpKind: dump.kind,
    key: group.key,
    count: group.count,
    share: group.count / dump.goroutines,
    state: group.state,
    stateClass: group.stateClass,
    wait: {
      unknown: group.unknownWaits,
      ...(group.minMinutes === undefined ? {} : { minMinutes: group.minMinutes }),
      ...(group.maxMinutes === undefined ? {} : { maxMinutes: group.maxMinutes }),
    },
    frames,
    ...(owner === undefined ? {} : { owner }),
    ...(creator === undefined ? {} : { creator }),
    functions,
    ...(starters === undefined ? {} : { starters }),
    leaked: group.leaked,
    locked: group.locked,
    ...(labels === undefined ? {} : { labels }),
    ...(idle === undefined ? {} : { idle }),
    perRequest: looksPerRequest(functions, creator?.function, group.serving),
    perProcess: looksPerProcess(creator?.function),
    ids: group.ids,
    newest: group.newest,
    elided: group.elided,
    ...(addresses === undefined ? {} : { addresses }),
  };
}

function startersOf({ starters }: Group, { has }: DumpContext): Starters | undefined {
  if (starters.size === 0) return undefined;
  const distinct = starters.size;
  const ids = [...starters].slice(0, MOST_IDS);
  if (has === undefined) return { distinct, ids };
  const gone = [...starters].filter((id) => !has(id)).length;
  return { distinct, ids, gone, goneShare: gone / distinct };
}

function idleOf(group: Group, functions: readonly SafeText[], dump: DumpContext): IdleKind | undefined {
  const { stateClass, creator, writer } = group;
  const idle = idleKindOf({
    stateClass,
    functions,
    bits: group.idle,
    writer,
    ...(creator === undefined ? {} : { creator: creator.function }),
  });
  if (idle !== undefined) return idle;
  return dump.goroutines > 1 && isParkedMain(stateClass, functions, dump.listens) ? 'parked-main' : undefined;
}
