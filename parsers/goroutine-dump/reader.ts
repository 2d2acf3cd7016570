import type { ParserContext } from '../parser.ts';
import type { DumpKind } from '../../src/evidence/facts/dump.ts';
import type { Line } from '../../src/text/line.ts';
import { FrameTable } from './frames.ts';
import { merge, NONE, SAMPLES } from './foreign.ts';
import type { ForeignLines } from './foreign.ts';
import type { DumpEvents, DumpReader, Taken } from './goroutine.ts';
import { LETTER_G } from './header.ts';
import { Interrupted, gapAt } from './interrupted.ts';
import { classify } from './line-kind.ts';
import type { LineForm } from './line-kind.ts';
import { PlainStacks } from './plain-stacks.ts';
import { Repeats } from './repeats.ts';
import { type KnownStack, Snapshot } from './snapshot.ts';
import { StackBuilder } from './stack.ts';
import { StackTree } from './stack-tree.ts';
import { nextState } from './states.ts';
import type { State } from './states.ts';

/**
 * Foreign lines in a row that a dump bears before it counts as over. Real interleaving is a few lines; a log goes on.
 */
const MOST_FOREIGN = 64;
/** Lines after which the kind that a report announced is forgotten, if no goroutine came. */
const REPORT_REACH = 1000;
/** Goroutines of a dump whose arguments are kept: those that a report can be about. Groups have none. */
const WITH_ARGUMENTS = 4;
/** Goroutines of a dump that are read line by line in any case: a report may be about them. */
const READ_FIRST = 8;
/** Times up to which a stack is learned again when it comes and was not known by its bytes. */
const MOST_LEARNED = 3;
/** A C symbol is a word; anything longer before a C frame's place is text. */
const LONGEST_SYMBOL = 500;

/** A reader that also tells where its machine stands, for tests of the transitions. */
export interface InspectableReader extends DumpReader {
  readonly state: State;
}

/** Creates a reader that emits `dump` and `goroutines` facts to the context. */
export function createDumpReader(context: ParserContext, events: DumpEvents): InspectableReader {
  return new Reader(context, events);
}

class Reader implements InspectableReader {
  readonly #context: ParserContext;
  readonly #events: DumpEvents;
  readonly #known = { table: new FrameTable(), tree: new StackTree() };
  /** Its tables are large: most texts hold no dump. */
  #plain: PlainStacks | undefined;
  #state: State = 'outside';
  #dump: Snapshot | undefined;
  #stack: StackBuilder | undefined;
  /** Foreign lines since the last line of the dump: counted once one more comes, dropped where none does. */
  #foreign = 0;
  #foreignSample: Line[] = [];
  /** Those before the open stack's header: they are the dump's only if that stack is too. */
  #before: ForeignLines = NONE;
  /** Those inside the open stack. */
  #inside: ForeignLines = NONE;
  /** The last line was foreign. */
  #afterForeign = false;
  /** Bytes of the dump's lines and of those of the open stack, line ends included. */
  #bytes = 0;
  #stackBytes = 0;
  /** Length of the first foreign line after the dump's last line: a cut line looks foreign. */
  #tail: number | undefined;
  /** The text ended in the last line that was offered. */
  #open = false;
  #announced: DumpKind | undefined;
  #sinceAnnounced = 0;
  /** The dump is a trace of allocations. */
  #allocations = false;
  /** Stacks that are known by their bytes, and the dump that they are of. */
  #repeats = new Repeats<KnownStack>();
  #repeatsOf: Snapshot | undefined;
  /** The bytes that were looked at last, and the goroutine in them that was left to the lines. */
  #bytesOf: Buffer | undefined;
  #missed: { readonly start: number; readonly line: number } | undefined;
  readonly #taken = { bytes: 0, lines: 0, blank: 0, unfinished: false };
  /** A goroutine that is known by its bytes, up to a foreign line within it. */
  #interrupted: Interrupted<KnownStack> | undefined;

  constructor(context: ParserContext, events: DumpEvents) {
    this.#context = context;
    this.#events = events;
  }

  get state(): State {
    return this.#state;
  }

  get inStack(): boolean {
    return this.#stack !== undefined || this.#interrupted !== undefined;
  }

  get inDump(): boolean {
    return this.#dump !== undefined || this.#stack !== undefined;
  }

  get resumes(): boolean {
    return this.#interrupted !== undefined;
  }

  acceptKnown(line: Line): boolean {
    const stack = this.#stack;
    this.#open = line.open === true;
    if (stack === undefined || this.#foreign > 0) return false;
    switch (this.#state) {
      case 'header':
      case 'file':
        if (!stack.takeCall(line)) return false;
        this.#state = 'function';
        break;
      case 'function':
        if (!stack.takePlace(line)) return false;
        this.#state = 'file';
        break;
      default:
        return false;
    }
    this.#stackBytes += bytesOf(line);
    return true;
  }

  takeRepeats(bytes: Buffer, start: number, number: number): Taken {
    const dump = this.#dump;
    const taken = this.#taken;
    taken.bytes = 0;
    taken.lines = 0;
    taken.blank = 0;
    taken.unfinished = false;
    this.#takeRest(bytes, start);
    if (dump === undefined || this.#state !== 'between' || this.#foreign > 0 || dump.stacks < READ_FIRST) return taken;
    if (this.#repeatsOf !== dump) {
      this.#repeats = new Repeats();
      this.#repeatsOf = dump;
      this.#missed = undefined;
    }
    if (this.#bytesOf !== bytes) {
      this.#bytesOf = bytes;
      this.#missed = undefined;
    }
    if (this.#repeats.pays) this.#learn(bytes, start, number, dump);
    this.#takeGoroutines(bytes, start, number, dump);
    return taken;
  }

  /** Takes goroutines as far as they follow each other: those that are known, and others of the usual form. */
  #takeGoroutines(bytes: Buffer, start: number, number: number, dump: Snapshot): void {
    const taken = this.#taken;
    const repeats = this.#repeats;
    const from = start + taken.bytes;
    let at = from;
    let line = number + taken.lines;
    let held = 0;
    // The first letter of a header; the rest is compared there.
    while (bytes[at] === LETTER_G) {
      const { pays } = repeats;
      const repeat = pays ? repeats.match(bytes, at) : undefined;
      if (repeat === undefined) {
        held = pays ? this.#interrupt(bytes, at, line, dump) : 0;
        const plain = held > 0 ? undefined : this.#takePlain(bytes, at, line, dump);
        if (plain === undefined) break;
        line += plain.lines;
        at = plain.end;
      } else {
        if (!dump.mayRepeat(repeat.id)) break;
        line += repeat.lines;
        dump.repeat(repeat.stack, repeat, line - 2);
        const { group } = repeat.stack;
        if (group.wantsArguments) group.readArguments(bytes.toString('utf8', at, repeat.end - 2).split('\n'));
        at = repeat.end;
      }
      taken.blank++;
    }
    this.#bytes += at - from;
    if (held === 0) this.#missed = { start: at, line };
    taken.unfinished = held === 0 && bytes[at] === LETTER_G;
    taken.bytes = at + held - start;
    taken.lines = line + (this.#interrupted?.taken ?? 0) - number;
  }

  /** Holds a goroutine that is known but for one line: how many bytes stand before that. The line goes to all parsers, as any line does. */
  #interrupt(bytes: Buffer, start: number, line: number, dump: Snapshot): number {
    const at = this.#repeats.differsAt;
    const gap = at < 0 ? undefined : gapAt(bytes, start, at);
    const repeat = gap === undefined ? undefined : this.#repeats.matchAround(bytes, start, gap.from, gap.to);
    if (gap === undefined || repeat === undefined || !dump.mayRepeat(repeat.id)) return 0;
    // Its lines do not stand together: the line reader gives them.
    if (repeat.stack.group.wantsArguments) return 0;
    this.#interrupted = new Interrupted(bytes, start, line, gap, repeat);
    this.#state = gap.state;
    return gap.from - start;
  }

  /** Takes the rest of the goroutine that is held, if that is what follows. */
  #takeRest(bytes: Buffer, start: number): void {
    const interrupted = this.#interrupted;
    const dump = this.#dump;
    const rest = interrupted?.restAt(bytes, start) ?? 0;
    if (interrupted === undefined || dump === undefined || rest === 0) return this.#takeBack();
    this.#goOn(dump, interrupted);
    const taken = this.#taken;
    taken.bytes = rest;
    taken.lines = interrupted.repeat.lines - interrupted.taken;
    taken.blank = 1;
  }

  /** The rest of the goroutine has come. */
  #goOn(dump: Snapshot, { repeat, bytes, line, complete }: Interrupted<KnownStack>): void {
    this.#interrupted = undefined;
    // The foreign line may have been another parser's: it counts in the numbers of the lines all the same.
    dump.repeat(repeat.stack, repeat, line + repeat.lines - (complete ? 2 : 1));
    // Behind the goroutine it is the dump's only if another one follows.
    if (complete) this.#afterForeign = false;
    else dump.unparsed(this.#takeForeign());
    this.#bytes += bytes;
    this.#state = 'between';
  }

  /** Something else has come: what was taken of the goroutine is read line by line. */
  #takeBack(): void {
    const interrupted = this.#interrupted;
    if (interrupted === undefined) return;
    this.#interrupted = undefined;
    const [foreign] = this.#foreignSample;
    const open = this.#open;
    this.#takeForeign();
    this.#state = 'between';
    for (const line of interrupted.lines) this.accept(line);
    if (foreign !== undefined) this.#foreignLine(foreign);
    this.#open = open;
  }

  /** Takes a goroutine whose stack need not be known; undefined where that is left to the lines. */
  #takePlain(bytes: Buffer, start: number, number: number, dump: Snapshot): { readonly end: number; readonly lines: number } | undefined {
    // What a trace of allocations prints is told by the line before.
    const plain = this.#allocations ? undefined : (this.#plain ??= new PlainStacks(this.#known.table)).read(bytes, start, number);
    if (plain === undefined || !dump.mayAdd(plain.stack.goroutine)) return undefined;
    dump.add(plain.stack, plain.text);
    // Without repetition learning would cost more than reading. A stack is learned with its state, of which it may have several.
    if (plain.times > 1 && this.#repeats.pays) {
      const known = dump.learnable;
      if (known !== undefined && plain.times <= MOST_LEARNED)
        this.#repeats.learn(bytes, start, plain.end, known.stack.goroutine.state, known);
    }
    return plain;
  }

  /** The goroutine that was left to the lines has been read: the next one like it need not be. */
  #learn(bytes: Buffer, start: number, number: number, dump: Snapshot): void {
    const missed = this.#missed;
    this.#missed = undefined;
    if (missed === undefined) return;
    const known = dump.learnable;
    const goroutine = known?.stack.goroutine;
    // All of its lines, and the blank one, and nothing else: what was foreign in them would be lost.
    if (known === undefined || goroutine?.firstLine !== missed.line || goroutine.lastLine !== number - 2) return;
    const frames = goroutine.frames.length + (goroutine.creator === undefined ? 0 : 1);
    if (number - missed.line === 2 + 2 * frames) this.#repeats.learn(bytes, missed.start, start, goroutine.state, known);
  }

  accept(line: Line, known?: LineForm): boolean {
    if (known === undefined && this.acceptKnown(line)) return true;
    const form = known ?? classify(line.text);
    if (
      this.#interrupted !== undefined &&
      (this.#foreign > 0 || form.kind === 'allocation' || nextState(this.#state, form.kind) !== undefined)
    )
      this.#takeBack();
    if (form.kind === 'allocation' && !this.#allocations) this.#beginAllocations();
    const to = nextState(this.#state, form.kind);
    if (to === undefined) {
      this.#foreignLine(line);
      return false;
    }
    switch (form.kind) {
      case 'head':
        this.endDump();
        return false;
      case 'register':
        this.#closeStack();
        this.reportEnds();
        this.#foreignLine(line);
        this.#state = to;
        return false;
      case 'header':
      case 'runtime-stack':
        this.#begin(form, line);
        break;
      case 'allocation':
        if (this.inDump) this.#between(bytesOf(line));
        break;
      case 'blank':
        this.#between(1);
        break;
      default:
        if (this.#state === 'due') this.#begin(form, line);
        else this.#add(form, line);
    }
    this.#state = to;
    return true;
  }

  reportEnds(): void {
    this.#takeBack();
    this.#dump?.reportEnds();
  }

  beginReport(kind: DumpKind, headless = false): void {
    this.endDump();
    this.#announced = kind;
    this.#sinceAnnounced = 0;
    if (headless) this.#state = 'due';
  }

  endDump(): void {
    this.#takeBack();
    this.#closeStack(false);
    this.#state = 'outside';
    this.#announced = undefined;
    this.#allocations = false;
    const after = this.#takeForeign();
    if (this.#dump !== undefined) this.#emit(this.#dump, after);
  }

  end(): void {
    this.endDump();
  }

  #foreignLine(line: Line): void {
    if (!this.inDump) {
      this.#allocations = false;
      if (++this.#sinceAnnounced > REPORT_REACH) {
        this.#announced = undefined;
        if (this.#state === 'due') this.#state = 'outside';
      }
      return;
    }
    if (this.#foreign === 0) this.#tail = bytesOf(line) - 1;
    this.#foreign++;
    this.#afterForeign = true;
    if (this.#foreignSample.length < SAMPLES) this.#foreignSample.push(line);
    if (this.#foreign > MOST_FOREIGN) this.endDump();
  }

  /** A line of the dump that belongs to no stack: it ends the open one. */
  #between(bytes: number): void {
    this.#closeStack();
    this.#bytes += bytes;
    this.#afterForeign = false;
  }

  /** A traced allocation: the stacks that follow are events, of which many may be of one goroutine. */
  #beginAllocations(): void {
    this.endDump();
    this.#allocations = true;
  }

  #begin(form: LineForm, line: Line): void {
    this.#closeStack();
    const adjacent = this.#afterForeign;
    this.#before = { ...this.#takeForeign(), adjacent };
    const withArguments = this.#dump === undefined || this.#dump.stacks < WITH_ARGUMENTS;
    this.#stack = new StackBuilder(this.#known, form.kind === 'header' ? form.header : undefined, line, withArguments);
    this.#stackBytes = bytesOf(line);
    // The first line of a stack without a header is a call.
    if (form.kind !== 'header' && form.kind !== 'runtime-stack') this.#stack.begin(form);
  }

  #add(form: LineForm, line: Line): void {
    let symbol: string | undefined;
    if (form.kind === 'native-file' && this.#afterForeign) symbol = this.#takeSymbol();
    if (this.#foreign > 0) this.#inside = merge(this.#inside, this.#takeForeign());
    this.#stack?.add(form, line, symbol);
    this.#stackBytes += bytesOf(line);
  }

  /** The line before the place of a C frame is its function: the symboliser prints it bare, so it looked foreign. */
  #takeSymbol(): string | undefined {
    const line = this.#foreignSample.at(-1);
    if (line === undefined || this.#foreign > SAMPLES) return undefined;
    const text = line.text.trim();
    if (text === '' || text.length > LONGEST_SYMBOL) return undefined;
    this.#foreignSample.pop();
    this.#foreign--;
    return text;
  }

  #takeForeign(): ForeignLines {
    const taken = { count: this.#foreign, sample: this.#foreignSample, tail: this.#tail };
    this.#foreign = 0;
    this.#foreignSample = [];
    this.#afterForeign = false;
    this.#tail = undefined;
    return taken;
  }

  /** `regular`: by what ends stacks in a whole dump. */
  #closeStack(regular = true): void {
    const builder = this.#stack;
    if (builder === undefined) return;
    this.#stack = undefined;
    const stack = builder.finish(this.#state, regular);
    const before = this.#before;
    const inside = this.#inside;
    this.#before = NONE;
    this.#inside = NONE;
    let dump = this.#dump;
    if (dump?.isForeign(stack, before.adjacent === true) === true) {
      this.#emit(dump, before);
      dump = undefined;
    }
    if (dump === undefined) {
      dump = new Snapshot(this.#announced, this.#allocations, this.#context.apart);
      this.#announced = undefined;
      this.#dump = dump;
      this.#bytes = 0;
    } else dump.unparsed(before);
    dump.unparsed(inside);
    this.#bytes += this.#stackBytes;
    const index = dump.add(stack);
    this.#events.goroutine(stack.goroutine, index);
  }

  #emit(dump: Snapshot, after: ForeignLines): void {
    this.#dump = undefined;
    const [next] = after.sample;
    const end = {
      bytes: this.#bytes,
      tail: after.tail,
      next: next?.text,
      open: this.#open,
      followed: next !== undefined && next.open !== true,
    };
    this.#events.dump(dump.emit(this.#context, end));
  }
}

/** Bytes that a line takes in its file, with its end. */
function bytesOf(line: Line): number {
  return (line.bytes ?? utf8Length(line.text)) + 1;
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if (code < 0x800) length += 1;
    else if (code >= 0xd800 && code <= 0xdfff) length += 1; // a pair: 4 bytes in 2 units
    else length += 2;
  }
  return length;
}
