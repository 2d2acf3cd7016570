import type { RaceAccess, RaceFact, RaceGoroutine, RaceGlobal, RaceHeapBlock, RaceObject } from '../../src/evidence/facts/race.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import type { FrameTable } from '../goroutine-dump/frames.ts';
import { stripTypeArguments } from '../goroutine-dump/names.ts';
import type { SourceInfo } from '../parser.ts';
import { ownFrame } from '../sanitizer-report/frame.ts';
import { inTesting, testOf } from '../test-output/test-name.ts';
import type { LineForm } from './line.ts';
import { type Heading, Section } from './section.ts';

/** Lines of a report that are shown, and that are kept for it. */
const EXCERPT = 30;
const KEPT = 120;
/** Sections that are kept: a report has five or so, and one per mutex in the C form. */
const MOST_SECTIONS = 64;

/** A report of the race detector, while it is read. */
export class RaceReport {
  readonly form: 'go' | 'c';
  /** What stands before each of its lines, where the whole report is indented. */
  readonly indent: string;
  /** Frames are indented, as printed; undefined until the first one is read. */
  indented: boolean | undefined;
  /** A crash began inside it: from here on only lines that no crash report has are the report's. */
  crashInside = false;
  readonly firstLine: number;
  readonly #table: FrameTable;
  readonly #sections: Section[] = [];
  readonly #text: string[];
  #global: Extract<LineForm, { kind: 'global' }> | undefined;
  #lastLine: number;
  /** Lines so far, and those up to the last one that is not empty. */
  #read: number;
  #lines: number;
  #unparsed = 0;

  /** `rule` is the line of `=` right above the head. */
  constructor(form: 'go' | 'c', indent: string, rule: Line | undefined, line: Line, table: FrameTable) {
    this.form = form;
    this.indent = indent;
    this.firstLine = rule?.number ?? line.number;
    this.#lastLine = line.number;
    this.#text = rule === undefined ? [line.text] : [rule.text, line.text];
    this.#read = this.#text.length;
    this.#lines = this.#text.length;
    this.#table = table;
  }

  /** One more line of it. Empty ones are its own only where others follow. */
  line({ text, number }: Line): void {
    if (this.#text.length < KEPT) this.#text.push(text);
    this.#read++;
    if (text === '') return;
    this.#lastLine = number;
    this.#lines = this.#read;
  }

  /** Lines of others stood inside. */
  foreign(count: number): void {
    this.#unparsed += count;
  }

  get firstText(): string {
    return this.#text.find((text) => text.includes('WARNING')) ?? '';
  }

  /** Lines of its own. Their places do not tell: the newest line may stand first, and a record of a wrapper may hold all of them. */
  get lines(): number {
    return this.#lines;
  }

  get lastLine(): number {
    return this.#lastLine;
  }

  open(heading: Heading, text: string, line: number): void {
    const section = new Section(heading, text, line, this.#table);
    if (this.#sections.length < MOST_SECTIONS) this.#sections.push(section);
    this.#current = section;
  }

  #current: Section | undefined;

  /** The section that is being read. */
  get section(): Section | undefined {
    return this.#current;
  }

  global(form: Extract<LineForm, { kind: 'global' }>): void {
    this.#global ??= form;
  }

  /** The fact; undefined where no access was read. `truncated`: the closing rule is missing. */
  fact(source: SourceInfo, truncated: boolean): Omit<RaceFact, 'id'> | undefined {
    const goroutines = this.#goroutines(source);
    const [access, previous] = this.#accesses(source, goroutines);
    if (access === undefined) return undefined;
    const heapBlock = this.#heapBlock();
    const stacks = [access, ...(previous === undefined ? [] : [previous]), ...goroutines];
    const test = stacks.map(({ frames }) => testOf(frames)).find((found) => found !== undefined);
    return {
      type: 'race',
      certainty: 'stated',
      citations: [cite(source.path, this.firstLine, this.#lastLine, this.#text.slice(0, this.lines), EXCERPT)],
      scope: source.scope,
      form: this.form,
      access,
      ...(previous === undefined ? {} : { previous }),
      on: objectOf(access, previous),
      between: sanitize([access, previous].map(sideName).toSorted().join(' and ')),
      goroutines,
      ...(heapBlock === undefined ? {} : { heapBlock }),
      ...(this.#global === undefined ? {} : { global: globalOf(this.#global) }),
      inTest: stacks.some(({ frames }) => inTesting(frames)),
      ...(test === undefined ? {} : { test: sanitize(test.function) }),
      truncated,
      unparsedLines: this.#unparsed,
    };
  }

  #goroutines({ path }: SourceInfo): RaceGoroutine[] {
    return this.#sections.flatMap((section) => {
      const { heading } = section;
      if (heading.kind !== 'created') return [];
      return [{ number: heading.number, state: heading.state, ...section.stack(), citation: section.citation(path) }];
    });
  }

  /** In the order printed: the later access first. */
  #accesses({ path }: SourceInfo, goroutines: readonly RaceGoroutine[]): RaceAccess[] {
    return this.#sections.flatMap((section) => {
      const { heading } = section;
      if (heading.kind !== 'access') return [];
      const stack = section.stack();
      const number = section.whoNumber();
      const goroutine = number === undefined ? undefined : goroutines.find((one) => one.number === number);
      const creator = goroutine?.frames[0];
      const culprit = culpritOf(stack.frames, this.form);
      return [
        {
          kind: heading.access,
          atomic: heading.atomic || isAtomic(stack.frames[0]),
          ...(heading.address === undefined ? {} : { address: heading.address }),
          ...(heading.size === undefined ? {} : { size: heading.size }),
          main: heading.who.main,
          ...(number === undefined ? {} : { number }),
          ...(goroutine === undefined ? {} : { state: goroutine.state }),
          ...(creator === undefined ? {} : { creator }),
          ...(culprit === undefined ? {} : { culprit }),
          ...stack,
          citation: section.citation(path),
        },
      ];
    });
  }

  #heapBlock(): RaceHeapBlock | undefined {
    const section = this.#sections.find(({ heading }) => heading.kind === 'heap');
    if (section?.heading.kind !== 'heap') return undefined;
    const { size, address, who } = section.heading;
    const number = section.whoNumber();
    return { size, address, main: who.main, ...(number === undefined ? {} : { number }), ...section.stack() };
  }
}

function globalOf({ name, size, address, file, line }: Extract<LineForm, { kind: 'global' }>): RaceGlobal {
  return {
    name: sanitize(name),
    ...(size === undefined ? {} : { size }),
    address,
    ...(file === undefined ? {} : { file: sanitize(file) }),
    ...(line === undefined ? {} : { line }),
  };
}

/** Hooks above the access itself: functions that the compiler or the library calls on the program's behalf. */
const HOOK = /^(?:sync\/atomic\.|internal\/race\.|sync\.\(\*WaitGroup\)\.|reflect\.)/;

function culpritOf(frames: readonly Frame[], form: 'go' | 'c'): Frame | undefined {
  const own = form === 'c' ? ownFrame(frames) : frames.find(({ origin }) => origin === 'app');
  return (
    own ??
    frames.find(({ origin }) => origin === 'dependency') ??
    frames.find(({ function: name, origin }) => origin !== 'runtime' && !HOOK.test(name)) ??
    frames[0]
  );
}

function isAtomic(frame: Frame | undefined): boolean {
  return frame !== undefined && /^(?:sync\/atomic|(?:internal\/runtime|runtime\/internal)\/atomic)\./.test(frame.function);
}

const MAP = /^(?:runtime\.(?:map|reflect_map)|internal\/runtime\/maps\.|reflect\.map)/;

/** What the accesses meet on, by the frames above the culprits. */
function objectOf(access: RaceAccess, previous: RaceAccess | undefined): RaceObject {
  const sides = [access, ...(previous === undefined ? [] : [previous])];
  const hooks = sides.flatMap(({ frames, culprit }) => {
    const end = culprit === undefined ? frames.length : frames.indexOf(culprit);
    return frames.slice(0, Math.max(end, 0)).map((frame) => frame.function);
  });
  if (hooks.includes('runtime.closechan' as (typeof hooks)[number])) return 'channel-close';
  if (hooks.some((name) => MAP.test(name))) return 'map';
  if (hooks.some((name) => name.startsWith('sync.(*WaitGroup).'))) return 'waitgroup';
  return sides.length === 2 && sides.filter(({ atomic }) => atomic).length === 1 ? 'atomic' : 'memory';
}

function sideName(side: RaceAccess | undefined): string {
  const name = side?.culprit?.function ?? side?.functions[0];
  return name === undefined ? '?' : stripTypeArguments(name);
}
