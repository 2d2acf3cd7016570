import { Parts } from '../../src/evidence/parts.ts';
import type { Line } from '../../src/text/line.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import { citeLine } from '../cite-line.ts';
import { grepLine, type SectionHead, sectionHead } from '../file-sections.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { bareFile, mayBeginBare } from './bare.ts';
import { CPU_MAX } from './forms.ts';
import { type Row, readControlFile } from './part.ts';
import { type Place, placeOf } from './place.ts';

/** Reads files of control groups out of a transcript: several files in one text, each below its name or with it in every line. */
export const cgroupTranscripts: TextParserModule = {
  name: 'cgroup',
  // Few texts, as each slows the search of large logs down. Files of the io controller stand beside others.
  begins: [
    'cpu.max',
    'cpu.stat',
    'cpu.cfs_',
    'cpu.shares',
    'cpu.weight',
    'cpuacct.',
    'memory.max',
    'memory.current',
    'memory.events',
    'memory.peak',
    'memory.stat',
    'memory.limit_in_bytes',
    'memory.usage_in_bytes',
    'memory.oom_control',
    'pids.max',
    'pids.current',
    'pids.events',
    'hugetlb.',
    ' avg10=',
    'usage_usec',
    'nr_periods',
    'oom_kill',
    'inactive_anon',
    'hierarchical_memory_limit',
  ],
  create: (context) => new Transcript(context),
};

/** Samples of one source that are kept: a loop may have written for days. */
const MOST_SAMPLES = 500;
/** Foreign lines in a row after which a file is over. */
const MOST_FOREIGN = 3;
/** Lines of one file that are kept. */
const MOST_LINES = 2000;

interface Section {
  readonly place: Place;
  /** The line that names it; absent where each line has the name before it. */
  readonly head?: Line;
  readonly rows: Row[];
  /** Lines that do not fit, since the last that did. */
  foreign: Line[];
  /** Those with lines after them that fit: damaged ones. */
  readonly damaged: Line[];
  /** Files that the same command prints behind this one. */
  readonly next: Place[];
  /** No line names it: it is known by its first two lines. */
  readonly bare?: true;
}

/** The samples of one group. */
interface Samples {
  number: number;
  readonly names: Set<string>;
}

class Transcript implements TextParser {
  private readonly context: ParserContext;
  private readonly parts = new Parts();
  private readonly groups = new Map<string, Samples>();
  private section: Section | undefined;
  /** The line before, which was nobody's. */
  private last: Line | undefined;
  private samples = 0;
  private leftOut = 0;
  private firstLeftOut: Line | undefined;

  constructor(context: ParserContext) {
    this.context = context;
  }

  get waits(): boolean {
    return (this.section?.foreign.length ?? 0) > 0 || (this.last !== undefined && mayBeginBare(this.last.text.trimEnd()));
  }

  accept(line: Line): boolean {
    const { section } = this;
    if (section !== undefined && this.continues(section, line)) return true;
    if (mayName(line.text)) {
      const text = line.text.trimEnd();
      const grep = grepLine(text, (name) => placeOf(name) !== undefined);
      const grepped = grep === undefined ? undefined : placeOf(grep.path);
      if (grep !== undefined && grepped?.file.form.fits(grep.content.trim()) === true)
        return this.grepped(grepped, { line, content: grep.content });
      const head = sectionHead(text);
      const [place, ...next] = head === undefined || head.command?.startsWith('ls') === true ? [] : placesOf(head);
      if (place !== undefined) {
        this.close();
        this.section = { place, head: line, rows: [], foreign: [], damaged: [], next };
        return true;
      }
    }
    if (section === undefined && this.bare(line)) return true;
    this.strange(line);
    this.last = line;
    return false;
  }

  end(): void {
    this.close();
    for (const draft of this.parts.all) this.context.emit(draft);
    if (this.firstLeftOut === undefined) return;
    const citation = citeLine(this.context.source.path, this.firstLeftOut);
    this.context.skipped({ reason: `control groups at more than ${MOST_SAMPLES} moments`, amount: this.leftOut, unit: 'lines', citation });
  }

  /** A line below a head. */
  private continues(section: Section, line: Line): boolean {
    if (section.head === undefined) return false;
    const content = line.text.trim();
    if (content === '') return true;
    const { form } = section.place.file;
    const fits = line.cut !== true && form.fits(content) && !(form.single && section.rows.length > 0);
    if (section.next.length > 0 && (!fits || isAgain(section, content)) && this.next(section, line, content)) return true;
    if (!fits) return false;
    if (section.bare === true && this.another(section, { line, content })) return true;
    this.take(section, { line, content });
    return true;
  }

  /** Without names the next file, or the same one at another moment, is known by its first two lines, too; the first of them has been taken. */
  private another(section: Section, row: Row): boolean {
    const first = section.rows.at(-1);
    const name = first === undefined ? undefined : bareFile(first.content, row.content);
    if (first === undefined || name === undefined || section.foreign.length > 0) return false;
    section.rows.pop();
    const place = name === section.place.name && !isAgain(section, first.content) ? undefined : placeOf(name);
    if (place === undefined) {
      section.rows.push(first);
      return false;
    }
    this.close();
    this.section = { place, head: first.line, rows: [first, row], foreign: [], damaged: [], next: [], bare: true };
    return true;
  }

  /** Two lines that follow one another in one file only: it needs no name above it. */
  private bare(line: Line): boolean {
    const { last } = this;
    if (last === undefined || line.cut === true || last.cut === true || line.number !== last.number + 1) return false;
    const name = bareFile(last.text.trimEnd(), line.text.trimEnd());
    const place = name === undefined ? undefined : placeOf(name);
    if (place === undefined) return false;
    const rows = [last, line].map((one) => ({ line: one, content: one.text.trim() }));
    // The quota stands above the counters where both were printed.
    if (name === 'cpu.stat' && CPU_MAX.fits(rows[0]?.content ?? '')) {
      const quota = placeOf('cpu.max');
      if (quota !== undefined) this.section = { place: quota, rows: rows.slice(0, 1), foreign: [], damaged: [], next: [] };
      this.close();
      rows.shift();
    }
    this.section = { place, head: rows[0]?.line ?? line, rows, foreign: [], damaged: [], next: [], bare: true };
    return true;
  }

  /** A line of the next file that `cat` prints, or what it says of one that it cannot open. */
  private next(section: Section, line: Line, content: string): boolean {
    const missing = /^cat: (\S{1,300}): /.exec(content)?.[1];
    if (missing !== undefined) {
      const { name } = placeOf(missing) ?? {};
      const rest = [section.place, ...section.next].filter((place) => place.name !== name);
      if (section.rows.length > 0 || rest[0] === undefined) section.next.splice(0, section.next.length, ...rest.slice(1));
      else this.section = { ...section, place: rest[0], next: rest.slice(1) };
      return true;
    }
    const at = section.next.findIndex(({ file }) => file.form.fits(content));
    const place = section.next[at];
    if (place === undefined || line.cut === true) return false;
    const { head } = section;
    this.close();
    const rows = [{ line, content }];
    this.section = { place, rows, foreign: [], damaged: [], next: section.next.slice(at + 1), ...(head === undefined ? {} : { head }) };
    return true;
  }

  private grepped(place: Place, row: Row): true {
    const { section } = this;
    const same =
      section !== undefined && section.head === undefined && section.place.name === place.name && section.place.group === place.group;
    if (!same || (place.file.form.single && section.rows.length > 0)) {
      this.close();
      this.section = { place, rows: [], foreign: [], damaged: [], next: [] };
    }
    if (this.section !== undefined) this.take(this.section, row);
    return true;
  }

  private take(section: Section, row: Row): void {
    section.damaged.push(...section.foreign);
    section.foreign = [];
    if (section.rows.length < MOST_LINES) section.rows.push(row);
  }

  private strange(line: Line): void {
    const { section } = this;
    if (section === undefined) return;
    section.foreign.push(line);
    if (section.foreign.length >= MOST_FOREIGN || (section.place.file.form.single && section.rows.length > 0)) this.close();
  }

  private close(): void {
    const { section } = this;
    this.section = undefined;
    if (section === undefined) return;
    const { path, scope } = this.context.source;
    const read = readControlFile(section.place, section.rows, { path, scope }, section.bare === true ? undefined : section.head);
    if (read === undefined) return;
    this.context.found('cgroup');
    if (!read.states) return;
    const group = section.place.group === '' ? path : section.place.group;
    const key = this.sampleOf(group, section.place.name, section.rows);
    if (key === undefined) return;
    const [first] = section.damaged;
    if (first !== undefined)
      this.context.skipped({
        reason: `lines that are not of the form of ${section.place.name}`,
        amount: section.damaged.length,
        unit: 'lines',
        citation: citeLine(path, first),
      });
    this.parts.add(key, { ...read.draft, group: oneLine(group), unparsedLines: section.damaged.length });
  }

  /** The sample that a file of a group belongs to: the same file again begins the next one. */
  private sampleOf(group: string, name: string, rows: readonly Row[]): string | undefined {
    let known = this.groups.get(group);
    if (known === undefined || known.names.has(name)) {
      this.samples += 1;
      if (this.samples > MOST_SAMPLES) {
        this.leftOut += rows.length;
        this.firstLeftOut ??= rows[0]?.line;
        return undefined;
      }
      known = { number: this.samples, names: new Set() };
      this.groups.set(group, known);
    }
    known.names.add(name);
    return String(known.number);
  }
}

/** The files that a head names, in the order in which they are printed. */
function placesOf({ path, before = [] }: SectionHead): Place[] {
  return [...before, path].flatMap((one) => placeOf(one) ?? []);
}

/** A key that the file has already: it is of the next one. */
function isAgain({ rows }: Section, content: string): boolean {
  const key = content.slice(0, content.indexOf(' ') + 1);
  return key !== '' && rows.some((row) => row.content.startsWith(key));
}

/** What may stand at the beginning of a line with a control file, by its first letter. */
const BY_FIRST = new Map<number, readonly string[]>(
  [
    ['m', ['memory.', 'memory/']],
    ['c', ['cpu.', 'cpu/', 'cpu,', 'cpuacct', 'cat ']],
    ['p', ['pids.', 'pids/']],
    ['i', ['io.']],
    ['b', ['blkio']],
    ['h', ['hugetlb', 'head ']],
    ['t', ['tail ']],
  ].map(([first, names]) => [(first as string).charCodeAt(0), names as readonly string[]]),
);

/** Whether a line can name a control file: a cheap test, since every line of a log is asked. */
function mayName(text: string): boolean {
  if (text.length < 6 || text.length > 500) return false;
  const first = text.charCodeAt(0);
  // = - # $ / > * + . begin a head, or a path.
  if (first === 0x3d || first === 0x2d || (first >= 0x23 && first <= 0x2f) || first === 0x3e) return text.includes('.', 1);
  if (BY_FIRST.get(first)?.some((name) => text.startsWith(name)) === true) return true;
  return (
    text.includes('/sys/fs/cgroup/') ||
    ((text.includes('# ') || text.includes('$ ') || text.includes('exec ')) && /\b(?:cat|head|tail) /.test(text))
  );
}
