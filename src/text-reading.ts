import { LINES_BEFORE, LINES_TO_REST, type ParserContext, type Skipped } from '../parsers/parser.ts';
import { TEXT_PARSERS } from '../parsers/registry.ts';
import { FindAny } from './bundle/find-any.ts';
import type { Budget } from './bundle/limits.ts';
import { LineSplitter } from './bundle/lines.ts';
import { type LineSink, Unwrapper } from './bundle/unwrap/unwrapper.ts';
import type { FactDraft } from './evidence/facts/index.ts';
import { upright } from './evidence/upright.ts';
import type { Scope } from './evidence/scope.ts';
import type { Line } from './text/line.ts';
import type { SafeText } from './text/safe-text.ts';

/** What the lines have in common that can begin something; undefined where some parser wants every line. */
const MARKS = TEXT_PARSERS.every(({ begins }) => begins !== undefined)
  ? new FindAny(TEXT_PARSERS.flatMap(({ begins }) => begins ?? []))
  : undefined;
/** Lines at the beginning of a text that are all offered: enough to tell its wrappers. A bundle has thousands of logs. */
const FIRST_LINES = 250;
/** Lines that a parser is offered that waits for the next one. */
const WAIT = 100;
/** Where several sources share a log, the lines of one artefact stand that much further apart. */
const APART = 16;
const NOTHING = { bytes: 0, lines: 0, blank: 0 };

/** A dump whose lines were turned round says so. */
function turned(draft: FactDraft): FactDraft {
  return draft.type === 'dump' ? { ...draft, defects: [...draft.defects, 'reversed'] } : draft;
}

/** The reading of one text: bytes are cut into lines, wrappers peeled off, and each stream below them has parsers of its own. */
export class TextReading {
  readonly #path: SafeText;
  readonly #context: (scope: Scope) => ParserContext;
  readonly #budget: Budget;
  readonly #unwrapper: Unwrapper;
  #splitter: LineSplitter | undefined;
  #streams = 0;
  /** Lines so far, and the one up to which an artefact may go on that a parser has begun. */
  #lines = 0;
  #restAt = FIRST_LINES;
  #firstCut: { readonly number: number; readonly bytes: number } | undefined;
  #cuts = 0;
  /** The number of the line before which lines were left out for the last time, less one. */
  #leftOut = 0;
  #next = 1;

  constructor(path: SafeText, context: (scope: Scope) => ParserContext, budget: Budget) {
    this.#path = path;
    this.#context = context;
    this.#budget = budget;
    this.#unwrapper = new Unwrapper({
      open: (scope) => this.#open(scope),
      mostCharacters: budget.limits.heldBytes,
      mostStreams: budget.limits.streams,
      onLimit: (what, limit, detail) => budget.hit(what, path, limit, detail, { read: limit }),
    });
  }

  /** Names of the wrappers that were peeled, outermost first. */
  get wrappers(): readonly string[] {
    return this.#unwrapper.wrappers;
  }

  /** Lines of the bytes that have ended so far. */
  get linesRead(): number {
    return this.#splitter?.lines ?? 0;
  }

  async read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const splitter = new LineSplitter(
      this.#budget.limits.lineBytes,
      (line) => {
        this.#lines++;
        if (line.number !== this.#next) this.#leftOut = line.number - 1;
        this.#next = line.number + 1;
        this.#unwrapper.push(line);
      },
      (number, length) => {
        this.#firstCut ??= { number, bytes: length };
        this.#cuts++;
      },
      MARKS === undefined ? undefined : { quiet: () => this.#isQuiet(), marks: MARKS, before: LINES_BEFORE },
      this.#unwrapper.takeBytes,
    );
    this.#splitter = splitter;
    try {
      for await (const chunk of bytes) splitter.push(chunk);
    } finally {
      // A source that fails half-way has still told something.
      splitter.end();
      this.#unwrapper.end();
      this.#reportCuts();
    }
  }

  /** Reads lines that do not come from bytes of a file: a text within a document. */
  readLines(lines: readonly Line[]): void {
    for (const line of lines) {
      this.#lines++;
      this.#unwrapper.push(line);
    }
    this.#unwrapper.end();
  }

  /** Nothing has begun that lines without a mark could belong to. */
  #isQuiet(): boolean {
    return this.#lines >= this.#restAt && this.#unwrapper.mayLeaveOut;
  }

  #open(scope: Scope): LineSink {
    this.#streams++;
    const plain = this.#context(scope);
    const unwrapper = this.#unwrapper;
    const context: ParserContext = {
      ...plain,
      lastLeftOut: () => this.#leftOut,
      emit: (draft: FactDraft) => {
        if (!unwrapper.mayRunDown) return plain.emit(draft);
        return plain.emit(unwrapper.isTurned ? turned(upright(draft)) : upright(draft));
      },
      skipped: (what: Skipped) => plain.skipped(unwrapper.mayRunDown ? upright(what) : what),
    };
    const parsers = TEXT_PARSERS.map((module) => module.create(context));
    const taker = parsers.find(({ takeBytes }) => takeBytes !== undefined);
    return {
      line: (line) => {
        for (const parser of parsers) {
          if (!parser.accept(line)) continue;
          this.#taken();
          return;
        }
        if (parsers.some(({ waits }) => waits === true)) this.#restAt = Math.max(this.#restAt, this.#lines + WAIT);
      },
      takeBytes: (chunk, start, number) => {
        const taken = taker?.takeBytes?.(chunk, start, number) ?? NOTHING;
        if (taken.lines > 0) {
          this.#lines += taken.lines;
          this.#next = number + taken.lines;
          for (const parser of parsers) if (parser !== taker) parser.passed?.(taken.lines - taken.blank);
          this.#taken();
        }
        return taken;
      },
      resumes: () => taker?.resumes === true,
      end: () => {
        for (const parser of parsers) parser.end();
      },
    };
  }

  /** An artefact goes on, or has begun. */
  #taken(): void {
    this.#restAt = this.#lines + LINES_TO_REST * (this.#streams > 1 ? APART : 1);
  }

  #reportCuts(): void {
    const first = this.#firstCut;
    if (first === undefined) return;
    const further = this.#cuts === 1 ? '' : `, and ${this.#cuts - 1} more ${this.#cuts === 2 ? 'line is' : 'lines are'} too long`;
    const detail = `line ${first.number} has ${first.bytes} bytes: its middle was not read${further}`;
    this.#budget.hit('line-length', this.#path, this.#budget.limits.lineBytes, detail, {
      read: this.#budget.limits.lineBytes,
      total: first.bytes,
    });
  }
}
