import type { CrashFact } from '../../src/evidence/facts/crash.ts';
import type { DumpFact } from '../../src/evidence/facts/dump.ts';
import type { Line } from '../../src/text/line.ts';
import { CRASH_BEGINS } from './begins.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import type { Goroutine, Taken } from '../goroutine-dump/goroutine.ts';
import { type LineForm, classify } from '../goroutine-dump/line-kind.ts';
import { type InspectableReader, createDumpReader } from '../goroutine-dump/reader.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { BareRecursion } from './bare-recursion.ts';
import { type BareStack, BareStackReader } from './bare-stack.ts';
import { type HeadLine, headLine } from './head-line.ts';
import { Held } from './held.ts';
import { isLogLine } from './log-line.ts';
import { type Joint, follows, jointOf } from './joined.ts';
import { Notes } from './notes.ts';
import { type RecoveredStack, isRecovering, recoveredPanic } from './recovered.ts';
import { CrashReport } from './report.ts';
import { type Said, SaidPanics } from './said.ts';
import { whySingle } from './single.ts';
import { type LineEvent, type State, transition } from './states.ts';
import { isStackWriter } from './writers.ts';

/** Lines and characters of a value that are kept while its stack is due; after an empty line it is more likely a log's. */
const LONGEST_VALUE = { lines: 200, characters: 64 * 1024, afterGap: 40, logged: 50, swallowed: 1000 };
/** Lines after a head without any stack: it has none. */
const LONGEST_WAIT = 100;

/**
 * Reads crash reports (runtime/panic.go, runtime/signal_unix.go) and every goroutine dump, those that no report frames
 * included: one reader of goroutines serves both. The states are listed in states.ts, the lines in head-line.ts.
 */
export const crashParser: TextParserModule = {
  name: 'crash',
  begins: CRASH_BEGINS,
  create: (context: ParserContext): TextParser => createCrashParser(context),
};

/** A parser that also tells where its machine stands, for tests of the transitions. */
export interface InspectableParser extends TextParser {
  readonly state: State;
}

/** Creates a crash parser that emits `crash`, `dump` and `goroutines` facts to the context. */
export function createCrashParser(context: ParserContext): InspectableParser {
  return new CrashParser(context);
}

/** A line with all that was found out about it. */
interface Read {
  readonly line: Line;
  readonly event: LineEvent;
  readonly head: HeadLine;
  readonly form: LineForm | undefined;
}

const NOTHING: Taken = { bytes: 0, lines: 0, blank: 0, unfinished: false };
/** States in which all lines of a goroutine go to the reader, and nothing else happens. */
const HANDED_ON: ReadonlySet<State> = new Set(
  (['outside', 'stacks'] satisfies State[]).filter((state) =>
    (['stack', 'call', 'frame', 'blank'] satisfies LineEvent[]).every((event) => {
      const { action, to } = transition(state, event);
      return action === 'offer' && to === state;
    }),
  ),
);
const OTHER: HeadLine = { kind: 'other' };
/** States in which a line may be two that were joined: no text of a value may be meant. */
const JOINTS = new Set<State>(['outside', 'gap', 'logged', 'head', 'stacks', 'threads']);
const DETAIL = new Set<HeadLine['kind']>(['pc', 'during-cgo', 'instruction-bytes', 'register']);

class CrashParser implements InspectableParser {
  readonly #context: ParserContext;
  readonly #reader: InspectableReader;
  readonly #notes = new Notes();
  #state: State = 'outside';
  #report: CrashReport | undefined;
  #held: Held | undefined;
  /** Characters of the value so far, whether an empty line was among them, and the lines of text since the first one. */
  #characters = 0;
  #gapped = false;
  #sinceGap = 0;
  #waited = 0;
  #lastDump: Omit<DumpFact, 'id'> | undefined;
  /** What programs say of panics that they recovered, the stacks of these in the open dump, and stacks in forms of loggers. */
  readonly #said = new SaidPanics();
  /** What was said before the last two headers: a stack ends with the next header. */
  #saidBefore: readonly { readonly header: number; readonly said: Said | undefined }[] = [];
  #recovered: RecoveredStack[] = [];
  readonly #bare: BareStackReader;
  readonly #bareRecursion: BareRecursion;
  /** The stack without a head of a throw that was announced. */
  #recursion: Omit<CrashFact, 'id'> | undefined;
  /** A line that may be two, and the lines since. */
  #joined: { readonly joint: Joint; readonly line: Line; readonly after: Line[] } | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
    this.#bare = new BareStackReader((stack) => this.#bareStack(stack));
    this.#bareRecursion = new BareRecursion(context.source, (crash) => {
      // The runtime's own line before it says what it is; its fact takes this stack.
      if (this.#notes.announced?.thrown === crash.message) this.#recursion ??= crash;
      else if (this.#notes.announced === undefined) {
        context.found('crash');
        context.emit(crash);
      }
    });
    this.#reader = createDumpReader(
      {
        source: context.source,
        ...(context.apart === undefined ? {} : { apart: context.apart }),
        found: (kind) => context.found(kind),
        skipped: (what) => context.skipped(what),
        emit: (draft) => {
          if (draft.type !== 'dump') return context.emit(draft);
          this.#lastDump = draft.defects.includes('single-goroutine') ? { ...draft, single: this.#whySingle(draft) } : draft;
          return context.emit(this.#lastDump);
        },
      },
      {
        goroutine: (goroutine, index) => this.#goroutine(goroutine, index),
        dump: (id) => this.#dump(id),
      },
    );
  }

  get state(): State {
    return this.#state;
  }

  /** Why the open report has one goroutine. */
  #whySingle({ kind, goVersions }: Omit<DumpFact, 'id'>): NonNullable<DumpFact['single']> {
    const report = this.#state === 'stacks' ? this.#report : undefined;
    return whySingle(kind === 'other' ? undefined : report?.said, goVersions);
  }

  get waits(): boolean {
    return this.#joined !== undefined || this.#said.waits || this.#bare.waits;
  }

  accept(line: Line): boolean {
    if (this.#joined !== undefined) return this.#follow(line);
    // A stack is open only where the state is one in which its lines are offered to the reader.
    if (this.#reader.acceptKnown(line)) return true;
    // A signal's line is no text of a value.
    const mayJoin = JOINTS.has(this.#state) || (this.#state === 'message' && line.text.startsWith('[signal '));
    const joint = mayJoin ? jointOf(line.text) : undefined;
    if (joint === undefined) return this.#acceptWhole(line);
    this.#joined = { joint, line, after: [] };
    return false;
  }

  /** One more line after one that may be two: in the end both are read, or it is read as it stands. */
  #follow(line: Line): boolean {
    const joined = this.#joined;
    if (joined === undefined) return false;
    joined.after.push(line);
    const found = follows(joined.joint, joined.after);
    if (found === 'more') return false;
    return this.#settle(found === 'yes');
  }

  #settle(split: boolean): boolean {
    const joined = this.#joined;
    if (joined === undefined) return false;
    this.#joined = undefined;
    const { joint, line, after } = joined;
    if (split) {
      const { foreign, own } = joint;
      if (foreign.trim() !== '') this.#acceptWhole({ ...line, text: foreign });
      for (const text of own) this.#acceptWhole({ ...line, text });
      if (joint.kind === 'head' && this.#report !== undefined) this.#report.joined = true;
    } else this.#acceptWhole(line);
    let taken = false;
    for (const next of after) taken = this.accept(next);
    return taken;
  }

  #acceptWhole(line: Line): boolean {
    const read = this.#read(line);
    this.#listen(read);
    const { action, to } = transition(this.#state, read.event);
    if (action === 'offer') {
      // The reader may end the dump, and with it the report: its callback says where the machine is then.
      this.#state = to;
      return this.#reader.accept(line, read.form);
    }
    return this.#do(action, read, to);
  }

  takeBytes(bytes: Buffer, start: number, number: number): Taken {
    if (this.#held !== undefined || this.waits || !HANDED_ON.has(this.#state)) return NOTHING;
    return this.#reader.takeRepeats(bytes, start, number);
  }

  get resumes(): boolean {
    return this.#reader.resumes;
  }

  end(): void {
    this.#settle(false);
    this.#bare.end();
    this.#bareRecursion.end();
    this.#release();
    this.#finish('end');
    this.#reader.end();
    this.#beheaded();
  }

  /** The runtime announced a throw, and the text ends, or was filtered, before it: that it followed is derived. */
  #beheaded(): void {
    const announced = this.#notes.announced;
    if (announced === undefined) return;
    const { line, thrown, texts } = announced;
    const report = new CrashReport('fatal', line, { texts }).say(thrown);
    const fact = report.fact(this.#context.source, undefined);
    const found = this.#recursion;
    this.#context.found('crash');
    if (found === undefined) this.#context.emit({ ...fact, certainty: 'derived' });
    else {
      const { citations, preceding } = fact;
      this.#context.emit({ ...found, certainty: 'derived', citations: [...citations, ...found.citations], preceding });
    }
  }

  /** Listens to what programs say of panics, and to stacks in forms of loggers. */
  #listen({ line, form, head }: Read): void {
    const found = form ?? classify(line.text);
    const { kind } = found;
    if (this.#state === 'outside' && !this.#reader.inDump) this.#bareRecursion.see(line, found);
    else this.#bareRecursion.end();
    if (kind === 'header') {
      this.#bare.end();
      this.#saidBefore = [...this.#saidBefore.slice(-1), { header: line.number, said: this.#said.take(line) }];
      return;
    }
    if (this.#bare.see(line) || (kind !== 'other' && kind !== 'head' && kind !== 'blank')) return;
    // A line that begins a report of its own is said by that.
    if (head.kind !== 'caught') this.#said.see(line);
  }

  /** A goroutine was read. One that prints itself while it panics has recovered. */
  #goroutine(goroutine: Goroutine, index: number): void {
    const report = this.#report;
    if (report !== undefined) {
      report.goroutine(goroutine);
      return;
    }
    if (index > 0) return;
    const { firstLine, lastLine, frames, cut, text } = goroutine;
    const said = this.#saidBefore.find(({ header }) => header === firstLine)?.said;
    if (!isRecovering(goroutine, said?.recovered === true)) return;
    this.#recovered.push({ ...(said === undefined ? {} : { said }), frames, cut, firstLine, lastLine, text, goroutine });
  }

  /** A stack in the form of a logger is a recovered panic's where both its text and its frames say so. */
  #bareStack({ form, frames, first, lastLine, text }: BareStack): void {
    const panics = frames.some((frame, at) => at > 0 && (frame.function === 'runtime.gopanic' || frame.function === 'panic'));
    if (form === 'logger' && !panics) return;
    const said = this.#said.take(first);
    // Chi's form is that of a recovered panic and of nothing else; gin shows other stacks in its own.
    if (form === 'gin' ? said?.recovered !== true : form === 'logger' && said === undefined) return;
    const caughtBy = form === 'logger' ? {} : { caughtBy: form === 'gin' ? 'gin: [Recovery]' : 'chi: Recoverer' };
    const stack = { ...(said === undefined ? {} : { said }), frames, cut: false, firstLine: first.number, lastLine, text, ...caughtBy };
    this.#context.found('crash');
    this.#context.emit(recoveredPanic(this.#context.source, stack));
  }

  #do(action: ReturnType<typeof transition>['action'], read: Read, to: State): boolean {
    const { line, head } = read;
    const report = this.#report;
    switch (action) {
      case 'open':
        this.#open(read, to);
        return true;
      case 'add':
        this.#state = to;
        return this.#add(line);
      case 'hold':
        return this.#hold(read, to);
      case 'swallow':
        return this.#swallow(read, to);
      case 'release':
        this.#release();
        return this.accept(line);
      case 'begin-stacks':
        this.#state = to;
        this.#beginStacks(read.event === 'call');
        return this.#reader.accept(line, read.form);
      case 'signal':
        if (head.kind === 'signal') report?.signal(head.signal, line);
        break;
      case 'detail':
        if (head.kind === 'pc') report?.programCounter(head.pc, head.code, head.address);
        else if (head.kind === 'during-cgo') report?.duringCgo();
        else if (head.kind === 'register') {
          report?.registers();
          this.#reader.reportEnds();
        }
        break;
      case 'fault':
        report?.doubleFault(line);
        break;
      case 'repeat':
        report?.repeat(line);
        break;
      case 'exit':
        if (head.kind === 'exit-status') report?.exit(head.status);
        this.#reader.reportEnds();
        this.#finish('end');
        break;
      case 'note':
        return this.#note(read, to);
      case 'ask':
        if (!this.#reader.inDump) this.#reader.beginReport('other');
        break;
      case 'end-stacks':
        this.#reader.endDump();
        break;
      case 'wait':
        this.#state = to;
        if (++this.#waited > LONGEST_WAIT) this.#finish('text');
        return false;
      case 'skip':
      case 'offer':
        break;
    }
    this.#state = to;
    return true;
  }

  /** Opens a report where the line begins one. */
  #open({ line, head }: Read, to: State): void {
    this.#finish('head');
    this.#reader.endDump();
    const notes = this.#notes.take(line);
    if (head.kind === 'panic') this.#report = new CrashReport('panic', line, notes);
    else if (head.kind === 'fatal') this.#report = new CrashReport('fatal', line, notes).say(head.text.trimEnd());
    else if (head.kind === 'caught') this.#report = new CrashReport('caught', line, notes).say(head.text, head.by);
    else if (head.kind === 'banner') this.#report = new CrashReport('banner', line, notes).say(head.text).raised(head.signal);
    this.#state = to;
    this.#characters = line.text.length;
    this.#gapped = false;
    this.#sinceGap = 0;
    this.#waited = 0;
  }

  /** One more line of the value; true where it is surely the value's. */
  #add(line: Line): boolean {
    const report = this.#report;
    if (report === undefined) return false;
    const { text } = line;
    if (text.trim() === '') this.#gapped = true;
    else if (this.#gapped) this.#sinceGap++;
    // Another goroutine's, between two writes of the report's.
    if (report.kind === 'panic' && isLogLine(text)) this.#waited++;
    else report.add(line);
    this.#characters += text.length;
    const most = report.kind === 'caught' ? LONGEST_VALUE.logged : LONGEST_VALUE.lines;
    const tooLong = report.lines + this.#waited > most || this.#characters > LONGEST_VALUE.characters;
    if (tooLong || this.#sinceGap > LONGEST_VALUE.afterGap) this.#finish('text');
    return text.startsWith('\t');
  }

  /** Keeps a stack, or one more of its lines, until it is known whether it is the report's. */
  #hold(read: Read, to: State): boolean {
    if (this.#held === undefined) this.#held = new Held(read.line, this.#state === 'message');
    else if (!this.#held.add(read.line)) {
      this.#release();
      return this.accept(read.line);
    }
    this.#state = to;
    return true;
  }

  /** What is held was text of the value; the line is the next stack, or what follows the value. */
  #swallow(read: Read, to: State): boolean {
    if (this.#report === undefined || this.#report.lines > LONGEST_VALUE.swallowed) {
      this.#release();
      return this.accept(read.line);
    }
    const held = this.#held;
    // A signal line stands before the stacks: all that is held before it is text.
    const { text = [], rival } = read.event === 'signal' ? { text: held?.lines } : (held?.split() ?? {});
    for (const line of text) this.#report.add(line);
    this.#held = rival;
    this.#gapped = true;
    return rival === undefined ? this.#do('signal', read, to) : this.#hold(read, to);
  }

  /** What is held is the report's. */
  #release(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const report = this.#report;
    if (report !== undefined && this.#isOthers(report, held)) {
      this.#report = undefined;
      this.#state = 'outside';
      // What the goroutine that recovers says is read as that, when its stack ends.
      const isSaid = isStackWriter(held.functions[0]) && held.functions.includes('panic');
      if (!isSaid || this.#saidBefore.at(-1)?.said?.line.number !== report.firstLine)
        this.#skip(report, 'a line that begins like a panic, but the stack after it is of something else');
    } else {
      if (report !== undefined) report.pasted = held.pasted;
      this.#beginStacks(false);
      this.#state = 'stacks';
    }
    for (const line of held.lines) this.#reader.accept(line);
  }

  /** Whether a stack is not the panic's. One that the program printed itself is, where it was recovered and lines are not between. */
  #isOthers(report: CrashReport, held: Held): boolean {
    if (!held.canPanic) return true;
    const { functions } = held;
    // Where other text stands before the head, deferred code above `panic(` may be what logs it.
    if (!isStackWriter(functions[0])) return report.joined && functions[0] !== 'panic' && functions.includes('panic');
    return this.#sinceGap > 0 || !report.recoveredBy(functions);
  }

  /** The report's first stack begins. `headless`: without a header. */
  #beginStacks(headless: boolean): void {
    const report = this.#report;
    if (report === undefined) return;
    this.#reader.beginReport(report.dumpKind, headless);
  }

  /** The runtime, or C code, says more before it dies. */
  #note({ line, head, form }: Read, to: State): boolean {
    const inHead = this.#state === 'head';
    this.#state = to;
    if (inHead && head.kind === 'note') this.#report?.remark(line);
    else if (head.kind === 'note-row') this.#notes.extend(line);
    else this.#notes.add(line, this.#report === undefined);
    if (head.kind !== 'c-note') return true;
    // C code writes what it likes: such a line may stand anywhere, and mean something to others too.
    return inHead ? false : this.#reader.accept(line, form);
  }

  /** A dump has ended: with it the report that it belongs to. */
  #dump(id: string): void {
    const report = this.#report;
    const recovered = this.#recovered;
    this.#recovered = [];
    for (const stack of recovered) {
      this.#context.found('crash');
      this.#context.emit(recoveredPanic(this.#context.source, stack, id));
    }
    if (report === undefined || this.#state !== 'stacks') {
      this.#context.found('goroutine-dump');
      if (this.#state === 'threads') this.#state = 'outside';
      return;
    }
    this.#report = undefined;
    this.#state = 'outside';
    const draft = this.#lastDump;
    if (report.isDumpOnPurpose || report.kind === 'caught') this.#context.found('goroutine-dump');
    this.#context.found('crash');
    this.#context.emit(report.fact(this.#context.source, draft === undefined ? undefined : { id, draft }));
  }

  /**
   * Ends the open report. `why`: another head begins, the input or the report ends, or what follows is other text.
   */
  #finish(why: 'head' | 'end' | 'text'): void {
    const report = this.#report;
    if (report === undefined) {
      if (this.#state === 'threads') this.#reader.endDump();
      this.#state = 'outside';
      return;
    }
    if (this.#state === 'stacks') {
      this.#reader.endDump();
      return;
    }
    const complete = this.#isReport(report, why);
    // Lines that were taken for the value although nothing came that ends it: only what is indented is surely its own.
    const stray = this.#state !== 'head' && (this.#gapped || report.kind === 'caught') ? report.lines - report.ownLines : 0;
    this.#report = undefined;
    this.#state = 'outside';
    if (complete) {
      report.drop(stray);
      this.#context.found('crash');
      this.#context.emit(report.fact(this.#context.source, undefined));
    } else this.#skip(report, `a line that begins like a ${NAMES[report.kind]}, without the stack that the runtime prints after it`);
  }

  /** Whether a head without any stack is a report all the same. */
  #isReport(report: CrashReport, why: 'head' | 'end' | 'text'): boolean {
    const ended = why === 'end' && report.ownLines === report.lines && this.#waited === 0;
    switch (report.kind) {
      case 'panic':
        // A log that quotes a panic goes on at once; the runtime stops, or prints an empty line.
        return this.#gapped || report.isCertain || ended || (report.hasPanicStatus && report.lines <= LONGEST_VALUE.afterGap);
      case 'fatal':
        return report.isCertain || report.isKnown || ended;
      case 'banner':
        return report.isCertain;
      case 'caught':
        return true;
    }
  }

  #skip(report: CrashReport, reason: string): void {
    const { path } = this.#context.source;
    this.#context.skipped({
      reason,
      amount: 1,
      unit: 'lines',
      citation: cite(path, report.firstLine, report.firstLine, [report.firstText], 1),
    });
  }

  /** Finds out what a line is. Most lines of a dump are told by their form alone. */
  #read(line: Line): Read {
    const { text } = line;
    const state = this.#state;
    const reading = state === 'outside' || state === 'stacks' || state === 'threads';
    let form: LineForm | undefined;
    if (reading) {
      form = classify(text);
      if (isWholly(form, text, this.#reader.inStack)) return { line, event: eventOf(form), head: OTHER, form };
    }
    const head = headLine(text.endsWith('\r') ? text.slice(0, -1) : text);
    return { line, event: this.#event(line, head, form), head, form };
  }

  #event(line: Line, head: HeadLine, form: LineForm | undefined): LineEvent {
    const report = this.#report;
    const state = this.#state;
    switch (head.kind) {
      case 'panic':
        return head.nested ? this.#afterTab(line, 'entry') : 'panic';
      case 'fatal':
        if (head.nested) return this.#afterTab(line, 'last-entry');
        return state === 'head' && report?.isRepeat(head.text.trimEnd()) === true ? 'again' : 'fatal';
      case 'banner':
        if (state === 'head' && report?.isRepeat(head.text) === true) return 'again';
        return state === 'relay' && head.name === 'SIGQUIT' ? 'asked' : 'banner';
      case 'note':
      case 'note-row':
        // A stack that is held may have notes of its own.
        return state === 'held' ? 'frame' : 'note';
      case 'caught':
      case 'signal':
      case 'relay':
      case 'double-fault':
      case 'exit-status':
      case 'c-note':
        return head.kind;
      default:
    }
    if (DETAIL.has(head.kind)) return 'detail';
    const found = form ?? classify(line.text);
    const { kind } = found;
    const special = this.#held?.eventOf(found);
    if (special !== undefined) return special;
    if (kind === 'blank') return 'blank';
    // Text that begins with a forged stack may go on with anything.
    if (state === 'held' && this.#held?.pasted === true) return 'frame';
    if (kind === 'header' || kind === 'runtime-stack') return 'stack';
    if (state === 'held') return kind === 'other' ? 'text' : 'frame';
    if (state !== 'head') return kind === 'other' ? 'text' : 'frame';
    if (kind === 'function' && report?.isHeadless === true) return 'call';
    return this.#afterTab(line, 'text');
  }

  /** In a fatal error's text, which Go ≥ 1.23 goes on with after a tab, what would be something else is the text's. */
  #afterTab(line: Line, otherwise: LineEvent): LineEvent {
    const inText = this.#state === 'head' && this.#report?.kind === 'fatal' && this.#report.isAtText(line);
    return inText && line.text.startsWith('\t') ? 'continued' : otherwise;
  }
}

const NAMES = { panic: 'panic', fatal: 'fatal error', banner: 'fatal signal', caught: 'caught panic' } as const;

/**
 * Whether a line is of a dump whatever else it looks like. A call or a place at the left margin may be the end of a message, such as
 * `panic: main.go:12`.
 */
function isWholly(form: LineForm, text: string, inStack: boolean): boolean {
  switch (form.kind) {
    case 'header':
    case 'runtime-stack':
    case 'blank':
    case 'function':
    case 'created':
    case 'allocation':
      return true;
    case 'file':
      return inStack && text.charCodeAt(0) === 0x09 && !text.startsWith('\tfatal error: ') && !text.startsWith('\tpanic: ');
    case 'note':
      return inStack;
    default:
      return false;
  }
}

function eventOf(form: LineForm): LineEvent {
  if (form.kind === 'blank') return 'blank';
  return form.kind === 'header' || form.kind === 'runtime-stack' ? 'stack' : 'frame';
}
