import type { Citation } from '../../src/evidence/citation.ts';
import type { LogFact } from '../../src/evidence/facts/log.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize, trusted } from '../../src/text/safe-text.ts';
import { cite, shortLine } from '../goroutine-dump/excerpt.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { timeOf } from './time-before.ts';
import { type Spoken, TopicSearch } from './topic-search.ts';
import { TOPICS } from './topics/index.ts';

/** Longer lines are looked at up to here. */
const LONGEST = 64 * 1024;
/** Characters of a line that are kept: more than are shown. */
const LONGEST_KEPT = 1000;
/** What `go run`, make and test runners add when the program is gone: not its own words. */
const AFTERWORD =
  /^(?:exit status \d{1,3}|Terminated|Killed|make(?:\[\d{1,3}\])?: \*\*\* .*|(?:##\[error\])?Process completed with exit code \d{1,3}\.)$/;
/** A line of package log, whose Fatal has no level that shows. */
const PLAIN = /^(?:\S{1,40} )?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{6})? (?!\[?(?:INFO|DEBUG|WARN|TRACE|info|debug|warn|trace)\b)/;
/** A line of the level of errors, of slog, zap, logrus, zerolog and klog: what is written before `os.Exit(1)`, and often otherwise. */
const ERROR_LEVEL =
  /\blevel=(?:error|ERROR)\b|"(?:level|lvl|severity|L)": ?"(?:error|ERROR)"|^E\d{4} \d\d:\d\d:\d\d\.\d{6} +\d{1,10} |^(?:error|Error|ERROR): /;
/** Words of errors. */
const ERROR =
  /\b(?:errors?|failed|failure|cannot|can't|could not|couldn't|unable to|(?:in|not )valid|not (?:allowed|supported|permitted|found|set|defined)|missing|refused|denied|no such|unknown|unexpected|unsupported|malformed|mismatch|timed out|timeout|exceeded|expired|must (?:be|have|not)|required|does not exist|doesn't exist|already exists|EOF)\b/i;
/** Topics that say what did not work, and not that the process ends by it. */
const GENERAL: ReadonlySet<string> = new Set([
  'dns-no-such-host',
  'dns-no-answer',
  'connection-refused',
  'network-timeout',
  'context-deadline',
  'http-client-timeout',
  'x509-error',
  'not-permitted',
  'read-only-file-system',
]);
/** klog's Fatal: the level is the first letter (k8s.io/klog: klog.go, header). */
const KLOG_FATAL = /^F\d{4} \d\d:\d\d:\d\d\.\d{6} +\d{1,10} \S{1,200}:\d{1,7}\] /;
/** No more of a line is looked at for them. */
const WORDS_WITHIN = 2000;

const SEARCH = new TopicSearch(TOPICS);
const NOTHING: readonly Spoken[] = [];

/**
 * Reads along in logs: each topic of the table that lines of a stream speak of is one `log` fact, with their count, the first and the last of
 * them. It takes no line: what is a part of a crash is that as well.
 */
export const logParser: TextParserModule = {
  name: 'log',
  begins: [...new Set(TOPICS.flatMap(({ wakes }) => wakes ?? []))],
  create: (context: ParserContext): TextParser => new Reader(context),
};

interface Group {
  readonly first: Line;
  last: Line;
  count: number;
  readonly values: Map<string, string>;
  readonly largest: Map<string, number>;
  firstMs: number | undefined;
  lastMs: number | undefined;
  /** Lines that said something when its last line had been read. */
  spoken: number;
}

/** The fence around a log that somebody has pasted into Markdown or Jira, in a quote or not. */
const FENCE = /^(?:> ?)*(?:```[\w-]{0,20}|~~~|\{(?:noformat|code)(?::[^{}]{0,40})?\})$/;
/** Lines before such a fence, at most: what is asked stands there. */
const BEFORE_FENCE = 20;

class Reader implements TextParser {
  readonly #context: ParserContext;
  readonly #groups = new Map<string, Group>();
  /** Lines that are not empty. */
  #spoken = 0;
  #lastLine: Line | undefined;
  /** The last line speaks of a topic that a root cause of its own may have. */
  #isKnown = false;
  /** It speaks of some topic. */
  #isSpoken = false;
  /** Within the fence of a pasted log, or behind it: what follows is said by people. */
  #fence: 'within' | 'behind' | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  readonly passed = (lines: number): void => {
    this.#spoken += lines;
    this.#lastLine = undefined;
  };

  accept(line: Line): boolean {
    const text = line.text.length > LONGEST ? line.text.slice(0, LONGEST) : line.text;
    if (text.trim() === '') return false;
    // The place of a frame and the head of a goroutine say nothing, and dumps are made of them.
    const spoken = text.startsWith('\t/') || text.startsWith('goroutine ') ? NOTHING : SEARCH.search(text);
    if (!AFTERWORD.test(text.trimEnd()) && !this.#isAside(text.trimEnd())) {
      this.#spoken++;
      this.#lastLine = line;
      this.#isSpoken = spoken.length > 0;
      this.#isKnown = spoken.some(({ topic }) => !GENERAL.has(topic.id));
    }
    for (const one of spoken) this.#add(one, line, text);
    return false;
  }

  /** A fence, or words behind the one that closes a log. */
  #isAside(text: string): boolean {
    if (text.length > 80 || !FENCE.test(text)) return this.#fence === 'behind';
    if (this.#fence === 'within') this.#fence = 'behind';
    else if (this.#fence === 'behind' || this.#spoken < BEFORE_FENCE) this.#fence = 'within';
    return true;
  }

  end(): void {
    // Lines that were left out after it may have been of this stream.
    const leftOut = this.#context.lastLeftOut?.() ?? 0;
    for (const [id, group] of this.#groups) this.#emit(id, group, group.spoken === this.#spoken && leftOut < group.last.number);
    this.#lastWords(leftOut);
  }

  #add({ topic, values, numbers }: Spoken, line: Line, text: string): void {
    let group = this.#groups.get(topic.id);
    const time = timeOf(line, text);
    const kept = { number: line.number, text: text.slice(0, LONGEST_KEPT) };
    if (group === undefined) {
      group = {
        first: kept,
        last: kept,
        count: 0,
        values: new Map(),
        largest: new Map(),
        firstMs: time,
        lastMs: time,
        spoken: 0,
      };
      this.#groups.set(topic.id, group);
    }
    group.count++;
    group.last = kept;
    group.lastMs = time ?? group.lastMs;
    group.spoken = this.#spoken;
    for (const [name, value] of values) if (!group.values.has(name)) group.values.set(name, value);
    for (const [name, value] of numbers) group.largest.set(name, Math.max(value, group.largest.get(name) ?? value));
  }

  #emit(id: string, group: Group, atEnd: boolean): void {
    const { first, last, count, values, largest, firstMs, lastMs } = group;
    this.#context.found('log');
    const fact: Omit<LogFact, 'id'> = {
      type: 'log',
      certainty: 'stated',
      citations: count === 1 ? [this.#cite(first)] : [this.#cite(first), this.#cite(last)],
      scope: this.#context.source.scope,
      topic: sanitize(id),
      message: shortLine(first.text),
      count,
      values: [...values].map(([name, value]) => ({ name: sanitize(name), value: sanitize(value) })),
      largest: [...largest].map(([name, value]) => ({ name: sanitize(name), value })),
      ...(firstMs === undefined ? {} : { firstUnixMs: firstMs }),
      ...(lastMs === undefined ? {} : { lastUnixMs: lastMs }),
      atEnd,
    };
    this.#context.emit(fact);
  }

  /** The last line is of klog's Fatal, or an error, or looks like one of package log: perhaps log.Fatal, which ends the process and does not say so. */
  #lastWords(leftOut: number): void {
    const line = this.#lastLine;
    if (line === undefined || leftOut >= line.number) return;
    const text = line.text.slice(0, WORDS_WITHIN);
    const head = PLAIN.exec(text);
    const isFatal = KLOG_FATAL.test(text) && !this.#groups.has('fatal-line');
    const isPlain = head !== null && ERROR.test(text.slice(head[0].length));
    if (!isFatal && (this.#isKnown || (!isPlain && !ERROR_LEVEL.test(text)))) return;
    const time = timeOf(line, text);
    this.#context.emit({
      type: 'log',
      certainty: isFatal ? 'stated' : 'guessed',
      citations: [this.#cite(line)],
      scope: this.#context.source.scope,
      topic: trusted(isFatal ? 'fatal-line' : isPlain && !this.#isSpoken ? 'last-words' : 'last-error'),
      message: shortLine(line.text),
      count: 1,
      values: [],
      largest: [],
      ...(time === undefined ? {} : { firstUnixMs: time, lastUnixMs: time }),
      atEnd: true,
    });
  }

  #cite({ number, text }: Line): Citation {
    return cite(this.#context.source.path, number, number, [text], 1);
  }
}
