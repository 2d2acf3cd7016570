import type { KeptApart, ParserContext } from '../parser.ts';
import type { DumpDefect, DumpFact, DumpKind, StateClass } from '../../src/evidence/facts/dump.ts';
import type { GoroutineId } from '../../src/evidence/frame.ts';
import { matchesLabels } from '../../src/evidence/labels.ts';
import { isLess } from '../../src/text/exact.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { cite, shortLine } from './excerpt.ts';
import { SAMPLES } from './foreign.ts';
import type { ForeignLines } from './foreign.ts';
import { GoVersionClues } from './go-version.ts';
import type { Goroutine } from './goroutine.ts';
import { Group, groupDraft, type StateTally, tallyOf } from './group.ts';
import { agesOf, cutAt, looksCutOff, readerOf, wholeness } from './integrity.ts';
import type { DumpEnd } from './integrity.ts';
import { groupKey, placeOf } from './key.ts';
import type { Repeat } from './repeats.ts';
import type { ReadStack } from './stack.ts';
import { stateClassOf } from './state-class.ts';

/** A line of the dump's range that fits no known form. */
export interface Unparsed {
  readonly line: number;
  readonly text: SafeText;
}

/** Groups of a dump: more are no triage, and each takes some kilobytes. */
const MOST_GROUPS = 50_000;
/** Past this many stacks the short cut from stack to group starts anew; the groups stay. */
const MOST_STACKS = 10_000;
/** Of more goroutines the ids are not kept. Those that a second dump of the process begins with are among the first. */
const REMEMBERED_IDS = 65_536;

/** States in which a goroutine that waits could have a printed age. */
const AGELESS: ReadonlySet<StateClass> = new Set(['running', 'runnable', 'runtime-idle']);

/** A stack that has been read, for goroutines that repeat it. */
export interface KnownStack {
  readonly stack: ReadStack;
  readonly group: Group;
  /** Counts its state in the group. */
  readonly tally: StateTally;
  /** Its goroutines wait: they could have a printed age. */
  readonly waits: boolean;
}

/** One dump while it is read: groups and totals, so that memory follows distinct stacks and not goroutines. */
export class Snapshot {
  readonly #reported: DumpKind | undefined;
  readonly #allocations: boolean;
  readonly #apart: KeptApart;
  readonly #groups = new Map<string, Group>();
  /** Groups by stack, and then by state, creator and elision. */
  readonly #byStack = new Map<object, Map<string, Group>>();
  readonly #ids = new Map<number | string, boolean>();
  /** The highest of those ids that is exact as a number: higher ones need not be looked up. */
  #highestId = 0;
  readonly #clues = new GoVersionClues();
  #goroutines = 0;
  #stacks = 0;
  #lastId: GoroutineId = 0;
  #first: Goroutine | undefined;
  #firstPlain = true;
  #system = false;
  #last: ReadStack | undefined;
  #lastGroup: Group | undefined;
  #lastLine = 1;
  #aged = false;
  #waiting = false;
  #elided = false;
  #leaked = 0;
  #broken = false;
  #ended = false;
  #unparsed = 0;
  readonly #unparsedSample: Unparsed[] = [];
  /** Goroutines of further stacks, by state. */
  readonly #ungrouped: StateTally[] = [];
  #program: SafeText | undefined;

  /** `reported`: the kind that the report before it gives it; undefined where none does. `allocations`: stacks of a trace. */
  constructor(reported: DumpKind | undefined, allocations: boolean, apart: KeptApart = {}) {
    this.#reported = allocations ? 'other' : reported;
    this.#allocations = allocations;
    this.#apart = apart;
  }

  /** Stacks so far, `runtime stack:` included. */
  get stacks(): number {
    return this.#stacks;
  }

  /**
   * Whether a stack belongs to another dump than this one. Every dump prints a goroutine once, but the runtime may print
   * one twice where two threads die together; and only the first goroutine of `runtime.Stack` runs.
   */
  isForeign(stack: ReadStack, afterForeignLine: boolean): boolean {
    const { goroutine, header } = stack;
    const { id } = goroutine;
    if (this.#allocations || id === undefined || id === 0 || header === undefined || this.#goroutines === 0) return false;
    const seenUnavailable = this.#ids.get(id);
    if (seenUnavailable === false && !goroutine.unavailable) return true;
    if (seenUnavailable === true) return false;
    const runs = goroutine.state === 'running' && goroutine.frames.length > 0;
    if (!runs || this.#first?.id === undefined || this.#first.id === 0) return false;
    return afterForeignLine || (this.#reported === undefined && this.#firstPlain && !header.pointers);
  }

  /** Lines inside the dump that fit no form. */
  unparsed(lines: ForeignLines): void {
    this.#unparsed += lines.count;
    for (const line of lines.sample) {
      if (this.#unparsedSample.length < SAMPLES) {
        this.#unparsedSample.push({ line: line.number, text: shortLine(line.text) });
      }
    }
  }

  /** The goroutine that was read last, if its like may be counted by their bytes: it waits, and all of its stack was read. */
  get learnable(): KnownStack | undefined {
    const last = this.#last;
    if (last?.header === undefined || this.#lastGroup === undefined || this.#allocations) return undefined;
    // One stack is of several groups then.
    if (this.#apart.waitMinutes !== undefined) return undefined;
    const { goroutine, header, broken, rootless } = last;
    const plain = header.labels === undefined && header.synctest === undefined && !header.durable && !header.leaked;
    if (!plain || broken || rootless || goroutine.elided || goroutine.unavailable || goroutine.state === 'running') return undefined;
    const group = this.#lastGroup;
    return { stack: last, group, tally: group.tally(goroutine.state), waits: !AGELESS.has(group.stateClass) };
  }

  /** Whether a goroutine of this id can be one more of this dump. Id 1 is main's, 0 that of threads: they are read line by line. */
  mayRepeat(id: number): boolean {
    return id > 1 && (id > this.#highestId || !this.#ids.has(id));
  }

  /** Whether a goroutine that was read from its bytes is one more of this dump whatever stands around it. */
  mayAdd({ id, state }: Goroutine): boolean {
    return typeof id === 'number' && state !== 'running' && this.mayRepeat(id);
  }

  /** One more goroutine with a stack that has been read before, whose last line is `lastLine`. */
  repeat(known: KnownStack, { id, minutes, locked, parent }: Repeat<unknown>, lastLine: number): void {
    this.#goroutines++;
    this.#stacks++;
    if (this.#last?.broken === true) this.#broken = true;
    this.#last = known.stack;
    this.#lastLine = lastLine;
    this.#remember(id, false);
    if (minutes >= 0) this.#aged = true;
    if (known.waits) this.#waiting = true;
    known.tally.count++;
    known.group.repeat(id, minutes, locked, parent);
  }

  #remember(id: GoroutineId, unavailable: boolean): void {
    if (this.#ids.size < REMEMBERED_IDS) {
      this.#ids.set(id, unavailable);
      if (typeof id === 'number' && id > this.#highestId) this.#highestId = id;
    }
    if (isLess(this.#lastId, id)) this.#lastId = id;
  }

  /** What ends a report was read. */
  reportEnds(): void {
    this.#ended = true;
  }

  /** Takes a goroutine in; returns its index. `text` gives its lines, if they are wanted. */
  add(stack: ReadStack, text: () => readonly string[] = () => stack.goroutine.text): number {
    const { goroutine, header } = stack;
    let lines: readonly string[] | undefined;
    const linesOnce = () => (lines ??= text());
    if (this.#last?.broken === true) this.#broken = true;
    this.#last = stack;
    this.#lastGroup = undefined;
    this.#lastLine = goroutine.lastLine;
    if (this.#first === undefined) {
      this.#first = goroutine;
      this.#firstPlain = header?.pointers !== true;
    }
    if (goroutine.elided) this.#elided = true;
    for (const note of stack.notes) this.#clues.note(note);
    if (header !== undefined) this.#count(stack, header.state, linesOnce);
    else this.#clues.goroutine(goroutine);
    return this.#stacks++;
  }

  #count(stack: ReadStack, state: SafeText, text: () => readonly string[]): void {
    const { goroutine, header } = stack;
    this.#goroutines++;
    this.#remember(goroutine.id ?? 0, goroutine.unavailable);
    if (header !== undefined) this.#clues.header(header);
    if (goroutine.waitMinutes !== undefined) this.#aged = true;
    if (goroutine.leaked) this.#leaked++;

    let bySignature = this.#byStack.get(stack.node);
    if (bySignature === undefined) {
      bySignature = new Map();
      if (this.#byStack.size >= MOST_STACKS) this.#byStack.clear();
      this.#byStack.set(stack.node, bySignature);
    }
    const signature = `${stack.signature}|${state}|${this.#part(goroutine)}`;
    let group = bySignature.get(signature);
    if (group === undefined) {
      group = this.#group(stack, text);
      if (group === undefined) {
        tallyOf(this.#ungrouped, state).count++;
        return;
      }
      bySignature.set(signature, group);
    }
    if (!AGELESS.has(group.stateClass)) this.#waiting = true;
    group.add(goroutine);
    if (group.wantsArguments) group.readArguments(text());
    this.#lastGroup = group;
  }

  /** The group of a stack that is seen for the first time; undefined where there are too many. */
  #group(stack: ReadStack, text: () => readonly string[]): Group | undefined {
    const { goroutine } = stack;
    // Frames with arguments are not those of the stack.
    const shared = goroutine.frames === stack.node.frames ? stack.node.shared : undefined;
    this.#clues.goroutine(goroutine, shared);
    if (stack.elided !== undefined) this.#clues.elided(stack.elided === 'counted');
    if (goroutine.frames.some((frame) => frame.function === 'runtime.goexit')) this.#system = true;
    this.#program ??= goroutine.frames.find((frame) => frame.function === 'main.main')?.file;
    const functions = goroutine.frames.map((frame): string => frame.function);
    const stateClass = stateClassOf(goroutine.state, functions);
    const creator = goroutine.creator?.function;
    const places = this.#apart.places === true && { places: goroutine.frames.map(placeOf), creatorPlace: placeOf(goroutine.creator) };
    const normal = shared?.map((frame) => frame.normal);
    const key = groupKey({
      stateClass,
      functions,
      ...(normal === undefined ? {} : { normal }),
      ...(creator === undefined ? {} : { creator }),
      ...(places === false ? {} : places),
    });
    const part = `${key}${this.#part(goroutine)}`;
    let group = this.#groups.get(part);
    if (group === undefined && this.#groups.size < MOST_GROUPS) {
      group = new Group(key, stateClass, goroutine, stack.node, text(), this.#isWriter(goroutine));
      this.#groups.set(part, group);
    }
    return group;
  }

  /** Which part of its group a goroutine belongs to, where ages or labels are kept apart. */
  #part(goroutine: Goroutine): string {
    const { labels: wanted } = this.#apart;
    const labelled = wanted !== undefined && goroutine.labels !== undefined && matchesLabels(goroutine.labels, wanted);
    return `${this.#age(goroutine)}${labelled ? 'l' : ''}`;
  }

  #age({ waitMinutes }: Goroutine): '' | '?' | '<' | '>' {
    const from = this.#apart.waitMinutes;
    if (from === undefined) return '';
    if (waitMinutes === undefined) return '?';
    return waitMinutes < from ? '<' : '>';
  }

  #isWriter(goroutine: Goroutine): boolean {
    return goroutine === this.#first && goroutine.state === 'running' && this.#reported === undefined;
  }

  /** Emits the dump and its groups; returns the dump fact's id. `end` is how its text ends. */
  emit(context: ParserContext, end: DumpEnd): string {
    const kind = this.#kind();
    const reader = readerOf(this.#first, this.#last?.goroutine, this.#groups.values());
    const limit = cutAt(end);
    const defects = this.#defects(kind, end, limit !== undefined, reader === 'missing');
    const ages = defects.includes('no-ages') ? { ages: agesOf(this.#groups.values()) } : {};
    const first = this.#first;
    const range = this.#clues.range();
    const program = this.#program ?? first?.frames.findLast((frame) => frame.origin === 'app')?.file;
    const { path, scope } = context.source;
    const dump: Omit<DumpFact, 'id'> = {
      type: 'dump',
      certainty: 'stated',
      citations: [cite(path, first?.firstLine ?? 1, this.#lastLine, first?.text ?? [], 6)],
      scope,
      kind,
      goroutines: this.#goroutines,
      groups: this.#groups.size,
      ...(this.#leaked === 0 ? {} : { leaked: this.#leaked }),
      ...(this.#lastId === 0 ? {} : { lastId: this.#lastId }),
      byState: this.#byState(),
      unparsedLines: this.#unparsed,
      unparsedSample: this.#unparsedSample,
      defects,
      integrity: wholeness(defects, this.#ended || end.followed || reader === 'last'),
      ...(limit === undefined ? {} : { cutAt: limit }),
      ...(this.#ungrouped.length === 0 ? {} : { ungrouped: this.#ungrouped.reduce((sum, { count }) => sum + count, 0) }),
      ...ages,
      ...(range === undefined ? {} : { goVersions: range }),
      ...(program === undefined ? {} : { program }),
    };
    const id = context.emit(dump);
    const groups = [...this.#groups.values()];
    const listens = groups.some((group) => group.frames.some((frame) => frame.function === 'os/signal.loop'));
    const complete = dump.integrity !== 'partial' && kind !== 'other' && this.#ids.size < REMEMBERED_IDS;
    const has = complete ? { has: (one: GoroutineId) => this.#ids.has(one) } : {};
    for (const group of groups) {
      context.emit(groupDraft(group, { id, kind, goroutines: this.#goroutines, listens, ...has, source: context.source }));
    }
    return id;
  }

  #byState(): DumpFact['byState'] {
    const counts = new Map<SafeText, number>();
    for (const states of [...[...this.#groups.values()].map((group) => group.states), this.#ungrouped])
      for (const { state, count } of states) counts.set(state, (counts.get(state) ?? 0) + count);
    return [...counts].map(([state, count]) => ({ state, count })).toSorted((a, b) => b.count - a.count || (a.state < b.state ? -1 : 1));
  }

  /** Only runtime.Stack and its users print plain headers without a report's head and without the runtime's frames. */
  #kind(): DumpKind {
    if (this.#reported !== undefined) return this.#reported;
    const writer = this.#first?.frames.some((frame) => frame.function.startsWith('runtime/pprof.write')) === true;
    if (writer) return 'debug2';
    return this.#goroutines > 1 && this.#firstPlain && !this.#system ? 'debug2' : 'other';
  }

  #defects(kind: DumpKind, end: DumpEnd, cut: boolean, readerless: boolean): readonly DumpDefect[] {
    const defects: DumpDefect[] = [];
    const last = this.#last;
    const midLine = end.open && (last?.broken === true || looksCutOff(end.next));
    // A lone stack without a root may be whole: the runtime hides who created a finalizer's goroutine.
    const rootless = last?.rootless === true && this.#goroutines > 1;
    // A dump for SIGQUIT ends with the registers, or the status of its process: without these goroutines may be missing.
    const endless = kind === 'sigquit' && !this.#ended;
    if (cut || rootless || endless || midLine || readerless || last?.broken === true) defects.push('truncated');
    if (cut) defects.push('cut-at-known-limit');
    if (midLine) defects.push('mid-line');
    // Who calls runtime.Stack runs, and is printed first.
    if (kind === 'debug2' && this.#reported === undefined && this.#first?.state !== 'running') defects.push('beginning-missing');
    if (this.#elided) defects.push('elided-frames');
    if (this.#unparsed > 0) defects.push('foreign-lines');
    if (this.#broken) defects.push('interleaved');
    if (this.#ungrouped.length > 0) defects.push('ungrouped');
    if (this.#goroutines === 1 && kind !== 'debug2') defects.push('single-goroutine');
    if (this.#waiting && !this.#aged) defects.push('no-ages');
    return defects;
  }
}
