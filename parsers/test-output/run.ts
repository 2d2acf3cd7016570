import type { Citation } from '../../src/evidence/citation.ts';
import type { RunningTest, TestOutcome, TestRunFact } from '../../src/evidence/facts/test-run.ts';
import type { Line } from '../../src/text/line.ts';
import { type SafeText, sanitize } from '../../src/text/safe-text.ts';
import { shortLine } from '../goroutine-dump/excerpt.ts';
import type { SourceInfo } from '../parser.ts';

/** Names that are listed. */
const MOST_NAMES = 100;
/** Tests that are followed at once; a binary has some thousands. */
const MOST_OPEN = 20_000;
/** Lines that are shown: those that say how it went. The last one always is. */
const MOST_SHOWN = 12;

/** One run of a test binary, while it is read. */
export class TestRun {
  readonly #firstLine: number;
  #lastLine: number;
  readonly #shown: { readonly line: number; readonly text: string }[] = [];
  readonly #open = new Set<string>();
  readonly #failed: string[] = [];
  #failedCount = 0;
  #running: readonly RunningTest[] = [];
  #limit: { readonly limit: string; readonly limitSeconds?: number } | undefined;
  #outcome: TestOutcome | undefined;
  #races = 0;
  #verdict = false;
  #exit: string | undefined;
  #package: string | undefined;
  #seconds: number | undefined;
  /** A crash was printed in it. */
  crashed = false;

  constructor(line: Line) {
    this.#firstLine = line.number;
    this.#lastLine = line.number;
  }

  /** One more line of it; `show` where it says how the run went. */
  line({ text, number }: Line, show: boolean): void {
    this.#lastLine = number;
    if (!show) return;
    if (this.#shown.length >= MOST_SHOWN) this.#shown.pop();
    this.#shown.push({ line: number, text });
  }

  started(name: string): void {
    if (name !== '' && this.#open.size < MOST_OPEN) this.#open.add(name);
  }

  ended(name: string, failed: boolean): void {
    this.#open.delete(name);
    if (!failed) return;
    this.#failedCount++;
    if (this.#failed.length < MOST_NAMES) this.#failed.push(name);
  }

  raced(): void {
    this.#races++;
  }

  failed(): void {
    this.#verdict = true;
  }

  /** Its own alarm went off. */
  timedOut(limit: { readonly limit: string; readonly limitSeconds?: number }): void {
    this.#limit = limit;
    this.#outcome = 'timed-out';
  }

  running(tests: readonly RunningTest[]): void {
    this.#running = tests;
  }

  killed(limit: { readonly limit: string; readonly limitSeconds?: number }): void {
    this.#limit = limit;
    this.#outcome = 'killed';
  }

  exited(text: string): void {
    this.#exit = text;
  }

  /** The closing line of `go test`. */
  closed(name: string, what: 'failed' | 'build-failed' | 'setup-failed', seconds: number | undefined): void {
    this.#package = name;
    this.#seconds = seconds;
    this.#outcome ??= what;
  }

  /** The fact; undefined where nothing says that the run did not pass. */
  fact(source: SourceInfo): Omit<TestRunFact, 'id'> | undefined {
    const failed = this.#verdict || this.#failedCount > 0 || this.#races > 0;
    const outcome = this.#outcome ?? (failed ? 'failed' : this.crashed && this.#open.size > 0 ? 'unfinished' : undefined);
    if (outcome === undefined) return undefined;
    return {
      type: 'test-run',
      certainty: 'stated',
      citations: [this.#citation(source.path)],
      scope: source.scope,
      ...(this.#package === undefined ? {} : { package: sanitize(this.#package) }),
      outcome,
      crashed: this.crashed,
      failed: this.#failed.map(sanitize),
      failedCount: this.#failedCount,
      unfinished: [...this.#open].slice(0, MOST_NAMES).map(sanitize),
      running: this.#running,
      ...(this.#limit === undefined ? {} : { limit: sanitize(this.#limit.limit) }),
      ...(this.#limit?.limitSeconds === undefined ? {} : { limitSeconds: this.#limit.limitSeconds }),
      races: this.#races,
      ...(this.#exit === undefined ? {} : { exit: sanitize(this.#exit) }),
      ...(this.#seconds === undefined ? {} : { seconds: this.#seconds }),
    };
  }

  /** The lines that say how it went, with what lies between them marked. */
  #citation(path: SafeText): Citation {
    const last = this.#shown.at(-1)?.line ?? this.#lastLine;
    const excerpt: string[] = [];
    let at = this.#shown[0]?.line ?? this.#firstLine;
    for (const { line, text } of this.#shown) {
      if (line > at) excerpt.push(`… (${line - at} more ${line - at === 1 ? 'line' : 'lines'})`);
      excerpt.push(shortLine(text));
      at = line + 1;
    }
    return { path, firstLine: this.#shown[0]?.line ?? this.#firstLine, lastLine: last, excerpt: sanitize(excerpt.join('\n')) };
  }
}
