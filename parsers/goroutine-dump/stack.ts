import { trusted } from '../../src/text/safe-text.ts';
import type { CallFrame, Creator, GoroutineId } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import { callFrame, creatorOf } from './frames.ts';
import type { FrameTable, SharedFrame, SharedStack } from './frames.ts';
import type { Goroutine } from './goroutine.ts';
import type { Header } from './header.ts';
import { classify } from './line-kind.ts';
import type { FunctionForm, LineForm } from './line-kind.ts';
import type { StackNode, StackTree } from './stack-tree.ts';
import { isRoot } from './roots.ts';
import type { State } from './states.ts';

/** A goroutine that has been read, with what only its dump wants to know. */
export interface ReadStack {
  readonly goroutine: Goroutine;
  /** Absent for `runtime stack:`. */
  readonly header?: Header;
  /** Equal for goroutines with the same frames that were read the same way, while what is known is not started anew. */
  readonly node: SharedStack;
  /** Equal for goroutines with the same creator and elision. */
  readonly signature: string;
  /** `...N frames elided...`, or without a count (Go ≤ 1.20); absent where neither was printed. */
  readonly elided?: 'counted' | 'uncounted';
  /** The text broke off inside, or lines of it are missing: nothing after the header, or a line without the one that belongs to it. */
  readonly broken: boolean;
  /**
   * It ended without a blank line or header after it, and neither a creator nor an outermost function was printed that
   * needs none.
   */
  readonly rootless: boolean;
  /** The first few of the runtime's own notes inside it: an unknown pc, what the stack holds. */
  readonly notes: readonly string[];
}

/** Lines of one goroutine that are kept for citations: so many from its start, the rest from its end. */
const KEPT = 40;
const KEPT_HEAD = 32;

/** Notes that are kept: what tells the release is among the first. */
const MOST_NOTES = 8;

/** Frames of one goroutine that are kept: the runtime prints a hundred, and somewhat more where calls were inlined or are C. */
const MOST_FRAMES = 10_000;

/** Up to Go 1.20 a stack of 100 frames ended without a word where hidden frames had been counted: 99 or 100 are suspicious. */
const SILENT_CUT = 99;

/** Puts the lines of one goroutine together. The state machine has decided where each line belongs. */
export class StackBuilder {
  readonly #table: FrameTable;
  readonly #header: Header | undefined;
  readonly #firstLine: number;
  #lastLine: number;
  readonly #text: string[] = [];
  readonly #tree: StackTree;
  /** The stack so far. */
  #node: StackNode;
  /** What a call that was known leads to, until its place is read. */
  #expected: StackNode | undefined;
  #call = '';
  /** Arguments of each frame; none are kept but for the first goroutines of a dump. */
  readonly #arguments: (string | undefined)[] | undefined;
  #count = 0;
  #pendingCall: FunctionForm | undefined;
  #pendingCreator: string | undefined;
  #creator: Creator | undefined;
  #creatorId = -1;
  #parent: GoroutineId | undefined;
  #unavailable = false;
  #elided: ReadStack['elided'];
  #inAncestors = false;
  /** A call came without the place of the one before: lines are missing between them. */
  #torn = false;
  readonly #notes: string[] = [];

  /** `withArguments`: those of its calls are kept. */
  constructor(
    known: { readonly table: FrameTable; readonly tree: StackTree },
    header: Header | undefined,
    line: Line,
    withArguments: boolean,
  ) {
    this.#table = known.table;
    this.#tree = known.tree;
    this.#node = known.tree.root;
    this.#header = header;
    this.#firstLine = line.number;
    this.#lastLine = line.number;
    this.#arguments = withArguments ? [] : undefined;
    this.#text.push(line.text);
  }

  /** Takes a call where it is one that came after the same frames before; false where it is another, or no call. */
  takeCall(line: Line): boolean {
    const next = this.#node.afterCall(line.text);
    if (next === undefined) return false;
    this.#expected = next;
    this.#call = line.text;
    this.#keep(line);
    return true;
  }

  /** Takes the place of such a call, where it is known too. */
  takePlace(line: Line): boolean {
    const node = this.#expected?.atPlace(line.text);
    if (node === undefined) return false;
    this.#expected = undefined;
    this.#node = node;
    this.#count++;
    this.#arguments?.push(node.last?.frame.inlined === true ? undefined : this.#call.slice(node.call.length, -1));
    this.#keep(line);
    return true;
  }

  #keep(line: Line): void {
    this.#lastLine = line.number;
    if (this.#text.length >= KEPT) this.#text.splice(KEPT_HEAD, 1);
    this.#text.push(line.text);
  }

  /** Takes the line that the builder was made with as one of the stack: it has no header line. */
  begin(form: LineForm): void {
    this.#take(form, '', undefined);
  }

  /** Adds a line that belongs to the stack. `symbol` is the line before a C frame's place: its function, if it looked like one. */
  add(form: LineForm, line: Line, symbol: string | undefined): void {
    this.#keep(line);
    this.#settle();
    this.#take(form, line.text, symbol);
  }

  /** A known call whose place is another than the last time is a call like any other. */
  #settle(): void {
    if (this.#expected === undefined) return;
    this.#expected = undefined;
    const form = classify(this.#call);
    if (form.kind === 'function') this.#pendingCall = form;
  }

  #take(form: LineForm, text: string, symbol: string | undefined): void {
    if (this.#inAncestors) return;
    switch (form.kind) {
      case 'function':
        if (this.#pendingCall !== undefined) this.#torn = true;
        this.#flush();
        this.#pendingCall = form;
        break;
      case 'file':
        if (this.#pendingCreator !== undefined) this.#setCreator(form.file, form.line);
        else if (this.#pendingCall !== undefined) this.#push(this.#pendingCall, form.file, form.line, text);
        break;
      case 'native':
        this.#flush();
        this.#pushNative('non-Go function', undefined, undefined);
        break;
      case 'native-file':
        this.#nativePlace(form.file, form.line, symbol);
        break;
      case 'created':
        this.#flush();
        this.#pendingCreator = form.name;
        this.#parent = form.parent;
        break;
      case 'unavailable':
        this.#unavailable = true;
        break;
      case 'elided':
        this.#flush();
        this.#elided = form.counted ? 'counted' : 'uncounted';
        break;
      case 'ancestor':
        this.#flush();
        this.#inAncestors = true;
        break;
      case 'note':
        if (this.#notes.length < MOST_NOTES) this.#notes.push(text);
        break;
      case 'header':
      case 'runtime-stack':
      case 'allocation':
      case 'blank':
      case 'register':
      case 'head':
      case 'other':
        break; // never inside a stack
    }
  }

  /** Ends the goroutine. `state` is where the machine stood; `regular`: a blank line or a header ended it. */
  finish(state: State, regular: boolean): ReadStack {
    this.#settle();
    this.#flush();
    const header = this.#header;
    const silent = this.#elided === undefined && this.#creator === undefined && this.#count >= SILENT_CUT;
    const rootless = !this.#hasRoot();
    const elided = this.#elided !== undefined || this.#count > MOST_FRAMES || (silent && rootless);
    const broken = this.#torn || (state === 'header' && this.#notes.length === 0) || state === 'function' || state === 'created';
    const open = broken || (!regular && !this.#isEnd());
    const unrooted = rootless && !elided && !regular;
    const goroutine: Goroutine = {
      state: header?.state ?? trusted(''),
      locked: header?.locked ?? false,
      leaked: header?.leaked ?? false,
      frames: this.#frames(),
      unavailable: this.#unavailable,
      elided,
      open,
      cut: open || (elided && this.#elided !== 'counted'),
      firstLine: this.#firstLine,
      lastLine: this.#lastLine,
      text: this.#text,
      ...(header === undefined ? {} : { id: header.id }),
      ...(header?.waitMinutes === undefined ? {} : { waitMinutes: header.waitMinutes }),
      ...(header?.thread === undefined ? {} : { thread: header.thread }),
      ...(header?.labelSet === undefined ? {} : { labels: header.labelSet }),
      ...(this.#creator === undefined ? {} : { creator: this.#creator }),
      ...(this.#parent === undefined ? {} : { parent: this.#parent }),
    };
    return {
      goroutine,
      node: this.#node,
      signature: `${this.#creatorId}${elided ? 'e' : ''}`,
      broken,
      rootless: unrooted,
      notes: this.#notes,
      ...(header === undefined ? {} : { header }),
      ...(this.#elided === undefined ? {} : { elided: this.#elided }),
    };
  }

  /** A frame or creator whose file line never came is one all the same. */
  #flush(): void {
    if (this.#pendingCall !== undefined) this.#push(this.#pendingCall, undefined, undefined);
    if (this.#pendingCreator !== undefined) this.#setCreator(undefined, undefined);
  }

  #push(call: FunctionForm, file: string | undefined, line: number | undefined, place = ''): void {
    this.#pendingCall = undefined;
    if (this.#isFull()) return;
    this.#add(this.#table.shared(call.name, file, line, call.args === undefined), call.args, `${call.name}(`, place);
  }

  #pushNative(name: string, file: string | undefined, line: number | undefined): void {
    if (this.#isFull()) return;
    this.#add(this.#table.native(name, file, line), undefined);
  }

  /** Counts a frame that is not kept: what prints so many is no Go runtime, and must not fill the memory. */
  #isFull(): boolean {
    if (this.#count < MOST_FRAMES) return false;
    this.#count++;
    return true;
  }

  #add(shared: SharedFrame, args: string | undefined, call?: string, place?: string): void {
    this.#node = this.#tree.step(this.#node, shared, call, place);
    this.#count++;
    this.#arguments?.push(args);
  }

  /** The frames, with their arguments where they are kept. */
  #frames(): readonly CallFrame[] {
    const { frames } = this.#node;
    return this.#arguments === undefined ? frames : frames.map((frame, at) => callFrame(frame, this.#arguments?.[at]));
  }

  /** The place of a C frame: after its symbol, after a line that took it for a Go call, or after `non-Go function`. */
  #nativePlace(file: string | undefined, line: number | undefined, symbol: string | undefined): void {
    const call = this.#pendingCall;
    this.#pendingCall = undefined;
    if (call !== undefined) this.#pushNative(`${call.name}(${call.args ?? '...'})`, file, line);
    else if (symbol !== undefined) this.#pushNative(symbol, file, line);
    else if (this.#node.last?.frame.function !== 'non-Go function') this.#pushNative('non-Go function', file, line);
  }

  #setCreator(file: string | undefined, line: number | undefined): void {
    const shared: SharedFrame = this.#table.shared(this.#pendingCreator ?? '', file, line, false);
    this.#pendingCreator = undefined;
    this.#creator = creatorOf(shared);
    this.#creatorId = shared.id;
  }

  /** Whether its last line is one that ends stacks for certain: then no outer frame is missing. */
  #isEnd(): boolean {
    const id = this.#header?.id;
    if (this.#creator !== undefined || this.#unavailable) return true;
    const last = this.#node.last?.frame.function ?? '';
    return last === 'main.main' || isRoot(last) || (id === 1 && /\.init(?:\.\d+)?$/.test(last));
  }

  /** Whether the stack ends where stacks end. The main goroutine, g0 and those that C code started have no creator. */
  #hasRoot(): boolean {
    if (this.#creator !== undefined || this.#unavailable) return true;
    const id = this.#header?.id;
    if (id === undefined || id === 0) return true;
    const last = this.#node.last?.frame;
    return last !== undefined && (id === 1 ? last.function === 'main.main' || last.origin === 'runtime' : last.origin !== 'app');
  }
}
