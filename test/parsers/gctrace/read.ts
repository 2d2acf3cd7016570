import type { FactDraft } from '../../../src/evidence/facts/index.ts';
import { trusted } from '../../../src/text/safe-text.ts';
import { gctraceParser } from '../../../parsers/gctrace/index.ts';
import type { ArtefactKind, Skipped } from '../../../parsers/parser.ts';

type GcDraft = Extract<FactDraft, { readonly type: 'gc' }>;

/** What the parser makes of lines. */
export interface ReadResult {
  readonly facts: readonly GcDraft[];
  readonly skipped: readonly Skipped[];
  readonly found: ReadonlySet<ArtefactKind>;
  /** Line by line: the parser took it. */
  readonly taken: readonly boolean[];
}

/** Offers every line to the parser. */
export function read(lines: readonly string[]): ReadResult {
  const facts: GcDraft[] = [];
  const skipped: Skipped[] = [];
  const found = new Set<ArtefactKind>();
  const parser = gctraceParser.create({
    source: { path: trusted('stderr.log'), scope: {}, salvaged: false },
    emit: (draft) => {
      if (draft.type !== 'gc') throw new Error(`unexpected fact: ${draft.type}`);
      facts.push(draft);
      return `gc:${facts.length}`;
    },
    found: (kind) => found.add(kind),
    skipped: (what) => skipped.push(what),
  });
  const taken = lines.map((text, index) => parser.accept({ text, number: index + 1 }));
  parser.end();
  return { facts, skipped, found, taken };
}

/** What a line of {@link gc} says. */
export interface Numbers {
  /** Start, milliseconds. */
  readonly at?: number;
  readonly percent?: number;
  readonly clock?: readonly [number, number, number];
  readonly cpu?: readonly [stop: number, assist: number, background: number, idle: number, stop: number];
  readonly heap?: readonly [start: number, end: number, live: number];
  readonly goal?: number;
  readonly stacks?: number;
  readonly procs?: number;
  readonly forced?: boolean;
}

/** A `gc` line as Go 1.18 and later print it. */
export function gc(cycle: number, set: Numbers = {}): string {
  const {
    at = cycle * 100,
    percent = 1,
    clock = [0.02, 3, 0.04],
    cpu = [0.04, 0.5, 1.5, 3, 0.08],
    heap = [90, 95, 50],
    goal = 100,
    stacks = 0,
    procs = 2,
    forced = false,
  } = set;
  const [stop, assist, background, idle, end] = cpu;
  const times = `${clock.join('+')} ms clock, ${stop}+${assist}/${background}/${idle}+${end} ms cpu`;
  const sizes = `${heap.join('->')} MB, ${goal} MB goal, ${stacks} MB stacks, 0 MB globals`;
  return `gc ${cycle} @${(at / 1000).toFixed(3)}s ${percent}%: ${times}, ${sizes}, ${procs} P${forced ? ' (forced)' : ''}`;
}

/** `count` lines from cycle `first` on, `every` milliseconds apart. */
export function series(count: number, every: number, set: (n: number) => Numbers = () => ({}), first = 1): string[] {
  return Array.from({ length: count }, (_, n) => gc(first + n, { at: (first + n) * every, ...set(n) }));
}
