import type { LeakCheckFact } from '../../src/evidence/facts/leak-check.ts';
import type { Creator, Frame } from '../../src/evidence/frame.ts';
import { type ExactInt, parseExact } from '../../src/text/exact.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import { FrameTable } from '../goroutine-dump/frames.ts';
import { classify } from '../goroutine-dump/line-kind.ts';
import type { ParserContext, SourceInfo, TextParser, TextParserModule } from '../parser.ts';

/** ` [Goroutine 20 in state chan receive, with example.org/app.wait on top of the stack:` (goleak, internal/stack/stacks.go) */
const HEAD = /^\s*\[?Goroutine (\d{1,20}) in state ([^\n]{1,200}?), with (\S[^\n]{0,1000}?) on top of the stack:\s*$/;
const LONGEST_HEAD = 1300;
/** Lines of a stack; the runtime prints a hundred frames at most. */
const LONGEST_STACK = 250;
const MOST_IDS = 10;
/** Different stacks that are told apart. */
const MOST_GROUPS = 1000;
const EXCERPT = 8;

/**
 * Reads what go.uber.org/goleak prints of goroutines that a test left over: one `leak-check` fact for each stack. It takes the line above each
 * stack, which nothing else prints; the stacks themselves are indented in the output of a test, and have no header of the runtime's from
 * version 1.3 on. Where they have one, they are a dump as well.
 */
export const leakCheckParser: TextParserModule = {
  name: 'leak-check',
  begins: [' on top of the stack:'],
  create: (context: ParserContext): TextParser => new Reader(context),
};

interface Stack {
  readonly id: ExactInt;
  readonly state: string;
  readonly top: string;
  readonly lines: Line[];
  readonly frames: Frame[];
  /** A call whose place is due. */
  call: { readonly name: string; readonly creator: boolean } | undefined;
  creator: Creator | undefined;
}

interface Group {
  readonly first: Stack;
  readonly ids: ExactInt[];
  count: number;
}

class Reader implements TextParser {
  readonly #context: ParserContext;
  readonly #table = new FrameTable();
  readonly #groups = new Map<string, Group>();
  #open: Stack | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    const head = line.text.length < LONGEST_HEAD && line.text.includes(' on top of the stack:') ? HEAD.exec(line.text) : null;
    if (head !== null) {
      this.#close();
      const [, id = '', state = '', top = ''] = head;
      // A flag after a comma (a wait, a lock to a thread) is not of the state.
      this.#open = {
        id: parseExact(id),
        state: state.split(', ', 1)[0] ?? '',
        top,
        lines: [line],
        frames: [],
        call: undefined,
        creator: undefined,
      };
      return true;
    }
    if (this.#open !== undefined) this.#read(this.#open, line);
    return false;
  }

  end(): void {
    this.#close();
    for (const group of this.#groups.values()) {
      this.#context.found('leak-check');
      this.#context.emit(factOf(group, this.#context.source));
    }
  }

  /** A line of the stack; in the output of a test they are all indented. */
  #read(stack: Stack, line: Line): void {
    const text = line.text.trim();
    const form = classify(text);
    const { call } = stack;
    if (stack.lines.length >= LONGEST_STACK || text === '' || text === ']' || (form.kind === 'header' && stack.frames.length > 0)) {
      this.#close();
      return;
    }
    stack.call = undefined;
    stack.lines.push(line);
    if (form.kind === 'function') stack.call = { name: form.name, creator: false };
    else if (form.kind === 'created') stack.call = { name: form.name, creator: true };
    else if (form.kind === 'file' && call !== undefined) {
      const { frame } = this.#table.shared(call.name, form.file, form.line, false);
      if (call.creator) stack.creator ??= frame;
      else stack.frames.push(frame);
    } else if (form.kind !== 'header' && form.kind !== 'elided') {
      stack.lines.pop();
      this.#close();
    }
  }

  #close(): void {
    const stack = this.#open;
    if (stack === undefined) return;
    this.#open = undefined;
    const key = [stack.state, stack.top, ...stack.frames.map((frame) => frame.function), stack.creator?.function ?? ''].join('\n');
    const group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size < MOST_GROUPS) this.#groups.set(key, { first: stack, ids: [stack.id], count: 1 });
      return;
    }
    group.count++;
    if (group.ids.length < MOST_IDS) group.ids.push(stack.id);
  }
}

function factOf({ first, ids, count }: Group, source: SourceInfo): Omit<LeakCheckFact, 'id'> {
  const { lines, frames, creator, state, top } = first;
  const owner = frames.find(({ origin }) => origin === 'app') ?? frames.find(({ origin }) => origin === 'dependency');
  const [head] = lines;
  const from = head?.number ?? 1;
  const texts = lines.map(({ text }) => text);
  return {
    type: 'leak-check',
    certainty: 'stated',
    citations: [cite(source.path, from, lines.at(-1)?.number ?? from, texts, EXCERPT)],
    scope: source.scope,
    state: sanitize(state),
    top: sanitize(top),
    ...(owner === undefined ? {} : { owner }),
    ...(creator === undefined ? {} : { creator }),
    count,
    ids,
  };
}
