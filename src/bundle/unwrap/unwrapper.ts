import type { Scope } from '../../evidence/scope.ts';
import type { Line } from '../../text/line.ts';
import { stripEscapes } from './ansi.ts';
import { detectDocument, detectWrapper, isNewestFirst, isNewestRecordFirst } from './detect.ts';
import type { TakeBytes } from '../lines.ts';
import type { DocumentFormat } from './documents/document.ts';
import { FixedPrefix, templateOf } from './fixed-prefix.ts';
import { KlogValue } from './klog-value.ts';
import { quotedTrace } from './quoted.ts';
import type { Peeled, Wrapper } from './wrapper.ts';
import { decodeEntities, markupOf } from './wrappers/markup.ts';
import { prefixBefore } from './wrappers/prefix.ts';
import { beginsSection, sections } from './wrappers/sections.ts';

/** Lines of a log that are looked at before it is decided how it is wrapped. */
const SAMPLE_LINES = 300;
/** And at most so many characters of them. */
const SAMPLE_CHARACTERS = 512 * 1024;
/** Layers of wrapping that are peeled: CRI around a JSON logger around a quoted dump are three. */
const MOST_LAYERS = 4;

/** Texts in these forms are read all the same. */
const HARMLESS = new Set(['html-entities', 'tabs-as-blanks']);

/** Lines that are remembered in case the next one shows that they have a prefix, and those of them that are looked at for it. */
const RECENT_LINES = 48;
const NEAR_LINES = 12;
/** Heads that are recognised behind any prefix: they have been read already. */
const CAUGHT = /panic serving |Observed a panic/;

/** Goroutines after which their bytes are looked at, and the prefixes that are told apart then. */
const MANY_HEADERS = 64;
const MOST_PREFIXES = 8;
/** Of `goroutine`. */
const LETTER_G = 0x67;

/** Takes the lines of one stream, as its program printed them, each with its line in the user's file. */
export interface LineSink {
  readonly line: (line: Line) => void;
  /** Reads some lines at once where the lines of the file are those of the stream. */
  readonly takeBytes?: TakeBytes;
  /** What it reads at once may go on with any line, not only with a goroutine's first. */
  readonly resumes?: () => boolean;
  readonly end: () => void;
}

export interface UnwrapOptions {
  /** Opens the sink of one stream: a container, a process, stdout or stderr. */
  readonly open: (scope: Scope) => LineSink;
  /** Characters of a joined or reversed text that are held at most. */
  readonly mostCharacters: number;
  /** Streams of one file that are kept apart; the lines of further ones come together in one. */
  readonly mostStreams: number;
  /** Something was left out: what, and after how much. */
  readonly onLimit: (
    what: 'reversed-size' | 'document-size' | 'joined-line' | 'streams' | 'wrapper-layers',
    limit: number,
    detail: string,
  ) => void;
}

/**
 * Peels what a platform wraps around the lines of programs: layer by layer, each stream for itself. Every layer looks
 * at its first lines and then decides; a layer without a wrapper hands its lines over as they are.
 */
export class Unwrapper {
  readonly #options: UnwrapOptions;
  readonly #wrappers = new Set<string>();
  readonly #root: Layer;
  #streams = 0;
  /** Layers that still look at their first lines, and lines that go on. */
  #undecided = 0;
  #joining = 0;
  /** A layer has to see every line. */
  #needsAll = false;

  constructor(options: UnwrapOptions) {
    this.#options = options;
    const shared: Shared = {
      ...options,
      wrapped: (name) => this.#wrappers.add(name),
      mayOpen: () => this.#mayOpen(),
      undecided: (change) => (this.#undecided += change),
      joining: (change) => (this.#joining += change),
      needAll: () => (this.#needsAll = true),
    };
    this.#root = new Layer(shared, 0, {});
  }

  /** Names of the layers that were peeled, outermost first. Complete after {@link end}. */
  get wrappers(): readonly string[] {
    return [...this.#wrappers];
  }

  /**
   * Lines may be left out from here on that hold none of what parsers look for: nothing is held back, joined, or written in a way that hides
   * what a line says.
   */
  get mayLeaveOut(): boolean {
    return this.#undecided === 0 && this.#joining === 0 && !this.#needsAll;
  }

  /** Offers bytes that begin a line to their stream, where nothing is wrapped around its lines, or a prefix that stays the same. */
  readonly takeBytes: TakeBytes = (chunk, start, number) => this.#root.takeBytes(chunk, start, number);

  /** Some log has its newest line first. */
  get isTurned(): boolean {
    return this.#wrappers.has('newest-first');
  }

  /** Lines may come with lower numbers than lines before them: a log is turned, or lines were read again without their prefix. */
  get mayRunDown(): boolean {
    return this.isTurned || this.#wrappers.has('prefix');
  }

  push(line: Line): void {
    this.#root.push(line);
  }

  end(): void {
    this.#root.end();
  }

  #mayOpen(): boolean {
    if (this.#streams < this.#options.mostStreams) {
      this.#streams++;
      return true;
    }
    this.#options.onLimit('streams', this.#options.mostStreams, 'the lines of further sources were read as if they were of one');
    return false;
  }
}

const NOTHING = { bytes: 0, lines: 0 };

interface Shared extends UnwrapOptions {
  readonly wrapped: (name: string) => void;
  readonly mayOpen: () => boolean;
  readonly undecided: (change: 1 | -1) => void;
  readonly joining: (change: 1 | -1) => void;
  readonly needAll: () => void;
}

/** Lines under one wrapper, or under none any more. */
class Layer {
  readonly #shared: Shared;
  readonly #depth: number;
  readonly #scope: Scope;
  /** The sample while undecided. */
  #sample: Line[] | undefined = [];
  #sampled = 0;
  #wrapper: Wrapper | undefined;
  #sink: LineSink | undefined;
  /** Lines that went to the sink. */
  #order = 0;
  /** The lines of the file are the lines of the stream, one for one. */
  #isPlain: boolean;
  /** A prefix that was seen only when the first goroutine came, and the lines before that. */
  #prefix: Wrapper | undefined;
  readonly #recent: Line[] = [];
  readonly #value = new KlogValue();
  /** Whether it was copied out of a page: not known before the first line with a character that pages write as an entity. */
  #markup: 'entities' | 'bare' | undefined;
  #next = 0;
  readonly #children = new Map<string, Child>();
  /** Where a line without the wrapper's form goes. */
  #last: Child | undefined;
  /** Records of a log whose newest line stands first, in the order of the file. */
  #reversed: Line[][] | undefined;
  /** An export that is read whole, and its lines so far. */
  #document: { readonly format: DocumentFormat; readonly lines: Line[] } | undefined;
  #held = 0;
  /** Prefixes of goroutines that can be taken off as bytes, and the one of the last header: how long it was, and whose. */
  readonly #prefixes = new Map<string, FixedPrefix>();
  #fixed: { readonly prefix: FixedPrefix; readonly length: number; readonly child: Child } | undefined;
  #headers = 0;

  constructor(shared: Shared, depth: number, scope: Scope) {
    this.#shared = shared;
    this.#depth = depth;
    this.#scope = scope;
    this.#isPlain = depth === 0;
    shared.undecided(1);
  }

  /** Offers bytes that begin a line; how much of them was taken. Only goroutines are known by their bytes. */
  takeBytes(chunk: Buffer, start: number, number: number): ReturnType<TakeBytes> {
    const leaf = this.#isPlain ? this.#leafSink : undefined;
    if (leaf?.takeBytes !== undefined && (chunk[start] === LETTER_G || leaf.resumes?.() === true))
      return leaf.takeBytes(chunk, start, number);
    const fixed = this.#fixed;
    if (fixed === undefined || fixed.child.isJoining) return NOTHING;
    const { layer } = fixed.child;
    const sink = layer.#leafSink;
    if (chunk[start + fixed.length] !== LETTER_G && sink?.resumes?.() !== true) return NOTHING;
    const stripped = sink?.takeBytes === undefined ? undefined : fixed.prefix.strip(chunk, start);
    if (stripped === undefined) return NOTHING;
    const { lines } = sink?.takeBytes?.(stripped.bytes, stripped.start, number) ?? NOTHING;
    if (lines === 0) return NOTHING;
    layer.#order += lines;
    this.#last = fixed.child;
    return { bytes: stripped.originOf(lines) - start, lines };
  }

  /** The sink, where what is below this layer goes to it as it is. */
  get #leafSink(): LineSink | undefined {
    const wrapped = this.#wrapper !== undefined || this.#prefix !== undefined || this.#markup === 'entities';
    return wrapped || this.#sample !== undefined || this.#document !== undefined || this.#reversed !== undefined ? undefined : this.#sink;
  }

  push(line: Line): void {
    if (this.#sample !== undefined) {
      this.#sample.push(line);
      this.#sampled += line.text.length;
      if (this.#sample.length >= SAMPLE_LINES || this.#sampled >= SAMPLE_CHARACTERS) this.#decide();
      return;
    }
    if (this.#document !== undefined) this.#gather(line, this.#document);
    else if (this.#reversed === undefined) this.#take(line);
    else this.#hold(line, this.#reversed);
  }

  end(): void {
    this.#decide();
    this.#readDocument();
    const reversed = this.#reversed;
    this.#reversed = undefined;
    if (reversed !== undefined)
      for (let record = reversed.pop(); record !== undefined; record = reversed.pop()) for (const line of record) this.#take(line);
    for (const child of this.#children.values()) {
      child.flush();
      child.layer.end();
    }
    this.#sink?.end();
  }

  #decide(): void {
    const sample = this.#sample;
    if (sample === undefined) return;
    this.#sample = undefined;
    this.#shared.undecided(-1);
    const lines = this.#depth === 0 ? atReturns(sample) : sample;
    const texts = lines.map(({ text }) => stripEscapes(text));
    if (lines !== sample) this.#isPlain = false;
    const format = this.#mayPeel(detectDocument(texts));
    if (format === undefined) this.#decideLines(lines, texts);
    else {
      this.#document = { format, lines: [] };
      this.#shared.needAll();
      for (const line of lines) this.push(line);
    }
  }

  /** The layer that was found, where another one may be peeled off. */
  #mayPeel<T extends { readonly name: string }>(layer: T | undefined): T | undefined {
    if (layer === undefined || this.#depth < MOST_LAYERS) return layer;
    if (!HARMLESS.has(layer.name))
      this.#shared.onLimit('wrapper-layers', MOST_LAYERS, `wrapped in more layers than that: below them ${layer.name} was not peeled off`);
    return undefined;
  }

  #decideLines(sample: readonly Line[], texts: readonly string[]): void {
    // What some containers print says nothing of the whole.
    if (this.#depth === 0 && texts.some(beginsSection)) {
      for (const line of sample) this.push(line);
      return;
    }
    this.#wrapper = this.#mayPeel(detectWrapper(texts));
    if (this.#wrapper !== undefined) this.#shared.wrapped(this.#wrapper.name);
    if (isNewestFirst(texts, this.#wrapper)) {
      this.#shared.wrapped('newest-first');
      this.#reversed = [];
      this.#isPlain = false;
      this.#shared.needAll();
    }
    if (this.#wrapper?.hides === true) this.#shared.needAll();
    for (const line of sample) this.push(line);
  }

  #gather(line: Line, document: { readonly lines: Line[] }): void {
    document.lines.push(line);
    this.#held += line.text.length;
    if (this.#held <= this.#shared.mostCharacters) return;
    this.#shared.onLimit(
      'document-size',
      this.#shared.mostCharacters,
      'an export larger than that is read line by line, its records are not put together',
    );
    this.#readLines(document.lines);
  }

  #readDocument(): void {
    const document = this.#document;
    if (document === undefined) return;
    const records = document.format.records(document.lines);
    if (records === undefined) {
      this.#readLines(document.lines);
      return;
    }
    this.#document = undefined;
    this.#shared.wrapped(document.format.name);
    const newestFirst = isNewestRecordFirst(records);
    if (newestFirst) this.#shared.wrapped('newest-first');
    for (const record of newestFirst ? records.toReversed() : records)
      this.#child(record).take(record, { text: record.text, number: record.number });
  }

  /** The lines of what looked like an export and is none. */
  #readLines(lines: readonly Line[]): void {
    this.#document = undefined;
    this.#held = 0;
    const sample = lines.slice(0, SAMPLE_LINES);
    this.#decideLines(
      lines,
      sample.map(({ text }) => stripEscapes(text)),
    );
  }

  /** Keeps a record of a reversed log; its continuation lines stay behind it. */
  #hold(line: Line, records: Line[][]): void {
    if (this.#held > this.#shared.mostCharacters) {
      this.#shared.onLimit(
        'reversed-size',
        this.#shared.mostCharacters,
        'the newest line stands first, and only that much can be turned round: the oldest lines were not read',
      );
      return;
    }
    this.#held += line.text.length;
    const before = records.at(-1);
    if (before !== undefined && this.#wrapper?.continuation?.(line.text) !== undefined && this.#wrapper.peel(line.text) === undefined)
      before.push(line);
    else records.push([line]);
  }

  #take(line: Line): void {
    const text = stripEscapes(line.text);
    if (this.#wrapper === undefined && this.#depth === 0 && beginsSection(text)) this.#openSections();
    const wrapper = this.#wrapper;
    if (wrapper === undefined) {
      this.#bare(text === line.text ? line : within(line, text));
      return;
    }
    const peeled = wrapper.peel(text);
    if (peeled !== undefined) {
      const child = this.#child(peeled);
      this.#last = child;
      if (wrapper.fixed === true && peeled.text.startsWith('goroutine ')) this.#fix(text, peeled, child);
      child.take(peeled, line);
      return;
    }
    const further = wrapper.continuation?.(text);
    const child = (further === undefined ? undefined : this.#last) ?? this.#child({ text });
    child.take({ text: further ?? text }, line);
  }

  /** Sections may begin behind the objects of the cluster, long after the first lines. */
  #openSections(): void {
    this.#wrapper = sections();
    this.#shared.wrapped(this.#wrapper.name);
    this.#shared.needAll();
    this.#isPlain = false;
  }

  /** Goroutines come: what stands before them may be taken off as bytes. */
  #fix(line: string, { text, partial }: Peeled, child: Child): void {
    if (++this.#headers < MANY_HEADERS || partial === true) return;
    const template = templateOf(line, text);
    if (template === undefined) return;
    let prefix = this.#prefixes.get(template);
    if (prefix === undefined) {
      if (this.#prefixes.size >= MOST_PREFIXES) return;
      prefix = new FixedPrefix(template);
      this.#prefixes.set(template, prefix);
    }
    this.#fixed = { prefix, length: line.length - text.length, child };
  }

  /** A line below all wrappers, but for a prefix that only a goroutine's header shows to be one. */
  #bare(line: Line): void {
    const value = this.#value.peel(line.text);
    if (value !== undefined) {
      this.#shared.wrapped('klog-value');
      this.#leaf(within(line, value));
      return;
    }
    this.#markup ??= markupOf(line.text);
    if (this.#markup === 'entities') {
      this.#shared.wrapped('html-entities');
      this.#unprefixed(within(line, decodeEntities(line.text)));
    } else this.#unprefixed(line);
  }

  #unprefixed(line: Line): void {
    if (this.#prefix === undefined && line.text.includes(']:') && line.text.includes('goroutine ')) this.#findPrefix(line);
    const peeled = this.#prefix?.peel(line.text);
    if (peeled !== undefined) {
      this.#leaf(within(line, peeled.text));
      return;
    }
    this.#recent[this.#next] = line;
    this.#next = (this.#next + 1) % RECENT_LINES;
    this.#leaf(line);
  }

  /** The head of a report stands before its first goroutine: with its prefix it was not seen for what it is, so it is read again. */
  #findPrefix(line: Line): void {
    const recent = [...this.#recent.slice(this.#next), ...this.#recent.slice(0, this.#next)];
    const near = recent.slice(-NEAR_LINES).map(({ text }) => text);
    this.#prefix = prefixBefore(
      line.text,
      near.filter((text) => text.trim() !== ''),
    );
    if (this.#prefix === undefined) return;
    this.#shared.wrapped(this.#prefix.name);
    for (const before of recent) {
      const peeled = this.#prefix.peel(before.text);
      if (peeled !== undefined && !CAUGHT.test(peeled.text)) this.#leaf(within(before, peeled.text));
    }
  }

  /** A line as the program printed it; what a logger wrote into it as a quoted text comes out as lines. */
  #leaf(line: Line): void {
    this.#sink ??= this.#shared.open(this.#scope);
    const returned = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
    if (returned.includes('\r')) {
      // A progress display goes back to the start of its line; what stands behind it is a line of its own.
      const texts = returned.split('\r');
      for (const [i, text] of texts.entries()) this.#traces(i < texts.length - 1 ? ended(within(line, text)) : within(line, text), 0);
    } else this.#traces(line, 0);
  }

  #traces(line: Line, depth: number): void {
    const lines = depth < MOST_LAYERS ? quotedTrace(line.text) : undefined;
    if (lines === undefined) {
      this.#order++;
      this.#sink?.line(this.#isPlain ? line : { ...line, order: this.#order });
      return;
    }
    this.#isPlain = false;
    this.#shared.wrapped('quoted-string');
    for (const text of lines) this.#traces(within(line, text), depth + 1);
  }

  #child({ stream = '', scope }: Peeled): Child {
    const known = this.#children.get(stream);
    if (known !== undefined) return known;
    if (stream !== '' && !this.#shared.mayOpen()) return this.#child({ text: '' });
    const layer = new Layer(this.#shared, this.#depth + 1, scope === undefined ? this.#scope : { ...this.#scope, ...scope });
    const child = new Child(layer, this.#shared);
    this.#children.set(stream, child);
    return child;
  }
}

/** One stream below a wrapper: joins its partial lines and cuts its records into lines. */
class Child {
  readonly layer: Layer;
  readonly #shared: Shared;
  #parts: string[] = [];
  #length = 0;
  #first: Line | undefined;

  constructor(layer: Layer, shared: Shared) {
    this.layer = layer;
    this.#shared = shared;
  }

  /** A line of it is not complete. */
  get isJoining(): boolean {
    return this.#first !== undefined;
  }

  take(peeled: Peeled, line: Line): void {
    if (peeled.partial === true || this.#first !== undefined) this.#join(peeled, line);
    else this.#cut(peeled.text, line);
  }

  /** The rest of a line that never came. */
  flush(): void {
    const first = this.#first;
    if (first === undefined) return;
    const text = this.#parts.join('');
    this.#shared.joining(-1);
    this.#first = undefined;
    this.#parts = [];
    this.#length = 0;
    if (text !== '') this.#cut(text, first);
  }

  #join(peeled: Peeled, line: Line): void {
    if (this.#first === undefined) {
      this.#first = line;
      this.#shared.joining(1);
    }
    if (this.#length <= this.#shared.mostCharacters) this.#parts.push(peeled.text);
    else
      this.#shared.onLimit(
        'joined-line',
        this.#shared.mostCharacters,
        `line ${this.#first.number} goes on for more than that: its rest was not read`,
      );
    this.#length += peeled.text.length;
    if (peeled.partial !== true) this.flush();
  }

  #cut(text: string, line: Line): void {
    if (!text.includes('\n')) {
      this.layer.push(within(line, text));
      return;
    }
    // A record of several lines was read whole: none of them is cut.
    for (const part of text.split('\n')) this.layer.push(ended(within(line, part)));
  }
}

/** What a line carries, at the place of that line. How many bytes it took there says nothing of it. */
function within({ number, cut, open, text: before, raw = before }: Line, text: string): Line {
  const line = cut === true ? { text, number, raw, cut } : { text, number, raw };
  return open === true ? { ...line, open } : line;
}

/** The same line, which has an end. */
function ended(line: Line): Line {
  const { open: _, ...whole } = line;
  return whole;
}

/** The lines of a file whose line ends are returns: it looks like one long line. */
function atReturns(sample: readonly Line[]): readonly Line[] {
  const [only] = sample;
  if (sample.length > 1 || only?.text.slice(0, -1).includes('\r') !== true) return sample;
  return only.text
    .replace(/\r$/, '')
    .split('\r')
    .map((text, i, texts) => (i < texts.length - 1 || only.text.endsWith('\r') ? ended(within(only, text)) : within(only, text)));
}
