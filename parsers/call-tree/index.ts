import type { Line } from '../../src/text/line.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { emitGoroutineProfile, profileKey, type ProfileGroup } from '../pprof/goroutine-facts.ts';
import { parks } from '../pprof/idle.ts';
import { printedFrame } from '../pprof-printed/row.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { type Branch, readBranch, readRoot } from './branch.ts';

/** Stacks of a source, calls of one, and lines of a tree that its citation shows. */
const MOST_STACKS = 500;
const MOST_CALLS = 200;
const SHOWN_LINES = 12;

/**
 * Reads trees of calls as people and tools draw them when they sum up a profile: names of functions with corners before them, from a function of the
 * runtime that parks a goroutine to its callers, or from a goroutine's first function to where it waits. A tree in which nothing waits is none of a
 * goroutine that hangs, and is left alone. How many goroutines there were is not drawn: each stack counts as one, and that they are of goroutines is a guess.
 */
export const callTreeParser: TextParserModule = {
  name: 'call-tree',
  // Marks are compared byte by byte.
  begins: ['└─', '├─', '╰─', '`-- ', '|-- '].map((mark) => Buffer.from(mark).toString('latin1')),
  create: (context) => new CallTrees(context),
};

interface Tree {
  readonly firstLine: number;
  lastLine: number;
  readonly shown: string[];
  /** From the root to where the tree was last drawn. */
  readonly path: Branch[];
  readonly stacks: (readonly string[])[];
}

class CallTrees implements TextParser {
  readonly #context: ParserContext;
  /** A name by itself, which a tree may hang on. */
  #root: { readonly branch: Branch; readonly line: Line } | undefined;
  #tree: Tree | undefined;
  readonly #groups = new Map<string, ProfileGroup & { count: number }>();
  #stacks = 0;
  #leftOut = 0;
  #cited: Citation | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    const { text } = line;
    const branch = this.#root === undefined && this.#tree === undefined ? undefined : readBranch(text);
    if (branch === undefined) {
      this.#close();
      const root = readRoot(text);
      this.#root = root === undefined ? undefined : { branch: root, line };
      return false;
    }
    const tree = (this.#tree ??= this.#open());
    if (tree === undefined) return false;
    this.#add(tree, branch);
    tree.lastLine = line.number;
    if (tree.shown.length < SHOWN_LINES) tree.shown.push(text);
    // Another tree may be anything: it is read along.
    return parks(tree.path[0]?.name ?? '');
  }

  end(): void {
    this.#close();
    const citation = this.#cited;
    if (citation === undefined) return;
    const groups = [...this.#groups.values()];
    const total = groups.reduce((sum, { count }) => sum + count, 0);
    this.#context.found('goroutine-profile');
    emitGoroutineProfile({ kind: 'profile', certainty: 'guessed', total, groups, defects: [], endUnknown: true, citation }, this.#context);
    if (this.#leftOut > 0)
      this.#context.skipped({
        reason: `last line of a stack in a drawn tree beyond the first ${MOST_STACKS}`,
        amount: this.#leftOut,
        unit: 'lines',
        citation,
      });
  }

  #open(): Tree | undefined {
    const root = this.#root;
    this.#root = undefined;
    if (root === undefined) return undefined;
    return { firstLine: root.line.number, lastLine: root.line.number, shown: [root.line.text], path: [root.branch], stacks: [] };
  }

  #add(tree: Tree, branch: Branch): void {
    const { path } = tree;
    // What does not stand further right ends the branch above it. The root bears all.
    if (branch.column <= (path.at(-1)?.column ?? 0) && path.length > 1) this.#end(tree);
    while (path.length > 1 && branch.column <= (path.at(-1)?.column ?? 0)) path.pop();
    if (path.length < MOST_CALLS) path.push(branch);
  }

  /** A branch has come to its end. */
  #end(tree: Tree): void {
    const names = tree.path.map(({ name }) => name);
    if (parks(names[0] ?? '')) tree.stacks.push(names);
    else if (parks(names.at(-1) ?? '')) tree.stacks.push(names.toReversed());
  }

  #close(): void {
    const tree = this.#tree;
    this.#root = undefined;
    this.#tree = undefined;
    if (tree === undefined) return;
    this.#end(tree);
    if (tree.stacks.length === 0) return;
    const { path } = this.#context.source;
    const citation: Citation = { path, firstLine: tree.firstLine, lastLine: tree.lastLine, excerpt: excerpt(tree.shown) };
    this.#cited = this.#cited === undefined ? citation : { ...this.#cited, lastLine: tree.lastLine };
    for (const names of tree.stacks) this.#take(names, citation);
  }

  #take(names: readonly string[], citation: Citation): void {
    if (this.#stacks >= MOST_STACKS) {
      this.#leftOut += 1;
      return;
    }
    this.#stacks += 1;
    const frames = names.map((name) => printedFrame(name));
    const key = profileKey(frames, this.#context.apart);
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { key, frames, count: 1, incomplete: false, citation });
    else group.count += 1;
  }
}
