import type { Citation } from '../../src/evidence/citation.ts';
import type { DumpDefect } from '../../src/evidence/facts/dump.ts';
import type { PrintedStack } from '../../src/evidence/facts/printed-profile.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import type { ParserContext } from '../parser.ts';
import { emitGoroutineProfile, profileKey, type ProfileGroup } from '../pprof/goroutine-facts.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import type { Head } from './head.ts';
import { CERTAINTY, type KindOf, kindOf } from './kind.ts';
import { printedFrame } from './row.ts';
import type { Statement } from './table.ts';
import { type PrintedValue, readValue, unitOf } from './value.ts';

/** Stacks that a fact has, and lines of one that its citation shows. */
const MOST_STACKS = 50;
const SHOWN_LINES = 12;

const SEPARATOR = /^\s*-{11}\+-{55}\s*$/;
const FIRST = /^\s*(\S{1,40})\s{3}(\S.*)$/;
const NEXT = /^\s{10,}(\S.*)$/;
/** Where what stands around took the blanks away, only what looks like the name of a function is one. */
const BARE = /^\s*([\w./*()[\]{},·~<>-]*[\w)\]}>](?: \((?:partial-)?inline\))?)\s*$/;
const LABEL = /^\s*\S[^:]{0,200}:\s{2}\S/;

/** One of them is in every goroutine profile: the goroutine that wrote it. Where it is there, nothing was filtered, or next to nothing. */
const WRITER =
  /^runtime\/pprof\.(?:\(\*Profile\)\.WriteTo|writeGoroutine|runtime_goroutineProfileWithLabels)|^runtime\.(?:pprof_)?goroutineProfile/;

/** Whether a line parts two stacks of `-traces`. */
export function isSeparator(text: string): boolean {
  return SEPARATOR.test(text);
}

interface Stack {
  readonly value: PrintedValue;
  readonly frames: Frame[];
  readonly firstLine: number;
  lastLine: number;
  readonly text: string[];
}

/** Stacks, while they are read (`printTraces` in internal/report/report.go). */
export class Traces {
  readonly form = 'traces';
  readonly #stacks: Stack[] = [];
  readonly #names = new Map<string, Frame>();
  #open: Stack | undefined;
  /** The last line was a separator, and no stack follows: the end. */
  #ended = false;

  get empty(): boolean {
    return this.#stacks.length === 0;
  }

  /** Offers a line. */
  accept(line: Line, text: string): boolean {
    if (SEPARATOR.test(text)) {
      this.#open = undefined;
      this.#ended = true;
      return true;
    }
    if (this.#open === undefined) return this.#begin(line, text);
    const name = (NEXT.exec(text) ?? BARE.exec(text))?.[1];
    if (name === undefined) return false;
    this.#open.frames.push(this.#frame(name));
    this.#open.lastLine = line.number;
    if (this.#open.text.length < SHOWN_LINES) this.#open.text.push(text);
    return true;
  }

  /** What was read. Of a profile of goroutines see {@link emitGoroutines}. */
  statement(head: Head): Statement {
    const { kind, basis } = this.kind(head);
    return {
      form: 'traces',
      kind,
      kindBasis: basis,
      unit: unitOf(this.#stacks.map(({ value }) => value)),
      difference: this.#stacks.some(({ value }) => value.amount < 0),
      rowCount: this.#stacks.length,
      functions: [],
      lines: [],
      waits: [],
      stacks: this.#stacks
        .toSorted((a, b) => b.value.amount - a.value.amount)
        .slice(0, MOST_STACKS)
        .map(({ frames, value }): PrintedStack => ({ frames, functions: frames.map((frame) => frame.function), value: value.amount })),
      cut: !this.#ended,
    };
  }

  /** What the profile is of. */
  kind(head: Head): KindOf {
    let largest: Stack | undefined;
    for (const stack of this.#stacks) if (stack.value.amount > (largest?.value.amount ?? 0)) largest = stack;
    return kindOf(head, unitOf(this.#stacks.map(({ value }) => value)), largest?.frames[0]?.function, false);
  }

  /** Whether these are stacks of goroutines with their numbers: nothing of a difference, which says nothing of the process's state. */
  ofGoroutines(head: Head): boolean {
    const { kind } = this.kind(head);
    return (kind === 'goroutine' || kind === 'goroutineleak') && this.#stacks.every(({ value }) => value.amount >= 0);
  }

  /** Hands them over as a profile of goroutines: counts are printed in full, and so are stacks. */
  emitGoroutines(head: Head, citation: Citation, context: ParserContext): void {
    const { kind, basis } = this.kind(head);
    const groups = new Map<string, ProfileGroup & { count: number }>();
    for (const { frames, value, firstLine, lastLine, text } of this.#stacks) {
      const key = profileKey(frames, context.apart);
      const group = groups.get(key);
      if (group === undefined) {
        const place = { path: citation.path, firstLine, lastLine, excerpt: excerpt(text) };
        groups.set(key, { key, frames, count: value.amount, incomplete: false, citation: place });
      } else group.count += value.amount;
    }
    const leaks = kind === 'goroutineleak';
    const whole = this.#ended && (leaks || this.#stacks.some(({ frames }) => frames.some((frame) => WRITER.test(frame.function))));
    const defects: DumpDefect[] = [
      ...(this.#ended ? [] : (['truncated'] as const)),
      ...(context.source.salvaged ? (['damaged'] as const) : []),
    ];
    context.found(leaks ? 'goroutineleak-profile' : 'goroutine-profile');
    emitGoroutineProfile(
      {
        kind: leaks ? 'leak-profile' : 'profile',
        certainty: CERTAINTY[basis],
        total: this.#stacks.reduce((sum, { value }) => sum + value.amount, 0),
        groups: [...groups.values()],
        defects,
        // A filter is not printed here: without the goroutine that wrote the profile others may be missing, too.
        ...(whole ? {} : { endUnknown: true }),
        citation,
      },
      context,
    );
  }

  #begin(line: Line, text: string): boolean {
    const [, amount = '', name = ''] = FIRST.exec(text) ?? [];
    const value = readValue(amount);
    // Labels of the stack stand before it.
    if (value === undefined || amount === '.') return this.#ended && LABEL.test(text);
    this.#ended = false;
    this.#open = { value, frames: [this.#frame(name)], firstLine: line.number, lastLine: line.number, text: [text] };
    this.#stacks.push(this.#open);
    return true;
  }

  /** The same function stands in many stacks. */
  #frame(name: string): Frame {
    let frame = this.#names.get(name);
    if (frame === undefined) {
      frame = printedFrame(name);
      this.#names.set(name, frame);
    }
    return frame;
  }
}
