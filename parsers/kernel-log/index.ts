import type { Citation } from '../../src/evidence/citation.ts';
import type { KernelFact } from '../../src/evidence/facts/kernel.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import type { Line } from '../../src/text/line.ts';
import { type SafeText, sanitize } from '../../src/text/safe-text.ts';
import { cite, ends } from '../goroutine-dump/excerpt.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { type EventLine, eventLine, hungLine } from './event-line.ts';
import { type OomFields, oomLine } from './oom.ts';
import { lineTime } from '../log/line-time.ts';
import { timeBefore } from '../log/time-before.ts';
import { type KernelLine, kernelLine } from './prefix.ts';

/** Lines that are none of its own after which a report of an OOM kill has broken off. */
const MOST_FOREIGN = 2000;
/** OOM kills, and different events, of one source that are kept. */
const MOST_FACTS = 1000;
const EXCERPT = 8;
/** Functions of a stack that are kept, and other lines in a row after which it is over: a log of several sources has some. */
const MOST_FRAMES = 40;
const MOST_BETWEEN = 10;

/**
 * Reads what the kernel reports: one `kernel` fact for each OOM kill, put together from its lines, and one for each other event of a process
 * or device, with its count. Lines of `dmesg` in all its forms, and those of syslog and the journal below their wrappers.
 */
export const kernelLogParser: TextParserModule = {
  name: 'kernel-log',
  begins: [
    'oom-kill',
    'Killed process ',
    'Kill process ',
    ': segfault at ',
    'traps: ',
    ' blocked for more than ',
    'audit(',
    'pids controller',
    'VFS: file-max limit ',
    'I/O error',
    'EXT4-fs error (',
    'soft lockup',
    'SYN flooding',
    'conntrack: table full',
    'tuning tcp_mem',
    'orphaned sockets',
    'page allocation failure',
  ],
  create: (context: ParserContext): TextParser => new Reader(context),
};

interface Report {
  readonly lines: Line[];
  says: OomFields;
  atSeconds: number | undefined;
  /** Of its first line. */
  readonly atUnixMs: number | undefined;
  foreign: number;
}

interface Seen {
  readonly says: EventLine;
  readonly atSeconds: number | undefined;
  readonly atUnixMs: number | undefined;
  citation: Citation;
  count: number;
  /** Functions of a hung task's stack. */
  readonly blockedIn: SafeText[];
}

/** What stands before the kernel's own words: `dmesg --time-format iso`, a line of syslog, or what was peeled off. */
function timeOf(line: Line): number | undefined {
  return timeBefore(line) ?? lineTime(line.text);
}

/** A hung task whose stack may follow. */
interface Hung {
  readonly seen: Seen;
  readonly lines: Line[];
  foreign: number;
}

class Reader implements TextParser {
  readonly #context: ParserContext;
  readonly #scope: Scope;
  readonly #events = new Map<string, Seen>();
  #report: Report | undefined;
  #hung: Hung | undefined;
  #kills = 0;
  #left = 0;
  #firstLeft: Citation | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
    // The kernel speaks of the whole machine: that its lines came under the name `kernel` makes it no process of its own.
    const { node } = context.source.scope;
    this.#scope = node === undefined ? {} : { node };
  }

  accept(line: Line): boolean {
    const kernel = kernelLine(line.text);
    if (this.#oom(line, kernel)) return true;
    const event = eventLine(kernel.text);
    if (event !== undefined) {
      this.#hung = undefined;
      this.#seen(event, kernel, line);
      return true;
    }
    if (this.#hung !== undefined && this.#stack(this.#hung, line, kernel.text)) return true;
    if (this.#report !== undefined && line.text.trim() !== '' && ++this.#report.foreign > MOST_FOREIGN) this.#close();
    return false;
  }

  end(): void {
    this.#close();
    for (const { says, atSeconds, atUnixMs, citation, count, blockedIn } of this.#events.values())
      this.#context.emit({
        type: 'kernel',
        certainty: 'stated',
        citations: [citation],
        scope: this.#scope,
        ...(atUnixMs === undefined ? {} : { atUnixMs }),
        ...says,
        ...(atSeconds === undefined ? {} : { atSeconds }),
        ...(blockedIn.length === 0 ? {} : { blockedIn }),
        count,
      });
    if (this.#firstLeft !== undefined)
      this.#context.skipped({
        reason: `more than ${MOST_FACTS} different events in a kernel log`,
        amount: this.#left,
        unit: 'lines',
        citation: this.#firstLeft,
      });
  }

  /** A line of an OOM kill. Lines in the middle of a report have common words: without its beginning they are nobody's. */
  #oom(line: Line, { text, atSeconds }: KernelLine): boolean {
    const form = oomLine(text);
    if (form === undefined) return false;
    const { kind } = form;
    if (kind === 'begin') {
      this.#close();
      this.#open(line, form.says, atSeconds);
      return true;
    }
    if (kind === 'inside') {
      if (this.#report === undefined) return false;
      this.#report.foreign = 0;
      return true;
    }
    const report = this.#report;
    // Without a beginning, what names neither a process nor a group could be anybody's.
    if (report === undefined && form.says.process === undefined && form.says.limitGroup === undefined) return false;
    if (report === undefined) this.#open(line, form.says, atSeconds);
    // Another process than the one that was chosen is its child (up to 4.18), or one more of a group that is killed as a whole.
    else {
      report.lines.push(line);
      report.foreign = 0;
      report.says = { ...report.says, ...form.says };
      report.atSeconds ??= atSeconds;
    }
    if (kind === 'killed') this.#close();
    return true;
  }

  #open(line: Line, says: OomFields, atSeconds: number | undefined): void {
    this.#report = { lines: [line], says, atSeconds, atUnixMs: timeOf(line), foreign: 0 };
  }

  #close(): void {
    const report = this.#report;
    this.#report = undefined;
    // That memory ran out is no kill yet: a line that names who was killed must have been among them.
    if (report === undefined || report.says.process === undefined) return;
    const { lines, says, atSeconds, atUnixMs } = report;
    const citation = this.#cite(lines);
    if (++this.#kills > MOST_FACTS) return this.#leave(lines.length, citation);
    this.#context.found('kernel-log');
    const fact: Omit<KernelFact, 'id'> = {
      type: 'kernel',
      certainty: 'stated',
      citations: [citation],
      scope: this.#scope,
      event: 'oom-kill',
      ...(atUnixMs === undefined ? {} : { atUnixMs }),
      ...(atSeconds === undefined ? {} : { atSeconds }),
      ...says,
      count: 1,
    };
    this.#context.emit(fact);
  }

  #seen(says: EventLine, { atSeconds }: KernelLine, line: Line): void {
    this.#context.found('kernel-log');
    const { event, process, object, trap, syscall, action, limitGroup } = says;
    const key = JSON.stringify([event, process, object, trap, syscall, action, limitGroup]);
    const known = this.#events.get(key);
    if (known !== undefined) known.count++;
    else if (this.#events.size < MOST_FACTS) {
      const seen = { says, atSeconds, atUnixMs: timeOf(line), citation: this.#cite([line]), count: 1, blockedIn: [] };
      this.#events.set(key, seen);
      if (event === 'hung-task') this.#hung = { seen, lines: [line], foreign: 0 };
    } else this.#leave(1, this.#cite([line]));
  }

  /** A line of the stack of a hung task. */
  #stack(hung: Hung, line: Line, text: string): boolean {
    const said = hungLine(text);
    if (said === undefined) {
      if (/<\/TASK>/.test(text) || ++hung.foreign >= MOST_BETWEEN) this.#hung = undefined;
      return this.#hung === undefined && text.includes('</TASK>');
    }
    hung.foreign = 0;
    if (said.frame === undefined || hung.seen.blockedIn.length >= MOST_FRAMES) return true;
    hung.seen.blockedIn.push(sanitize(said.frame));
    hung.lines.push(line);
    hung.seen.citation = this.#cite(hung.lines);
    return true;
  }

  #leave(lines: number, citation: Citation): void {
    this.#left += lines;
    this.#firstLeft ??= citation;
  }

  #cite(lines: readonly Line[]): Citation {
    const texts = lines.map(({ text }) => text);
    const first = lines[0]?.number ?? 1;
    return cite(this.#context.source.path, first, lines.at(-1)?.number ?? first, ends(texts, EXCERPT), EXCERPT);
  }
}
