import type { Citation } from '../../src/evidence/citation.ts';
import type { Line } from '../../src/text/line.ts';
import { citeLine } from '../cite-line.ts';
import { sectionHead, shownCommand } from '../file-sections.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { isGoVariable, type Settings, settingOf, variableOf } from './environment.ts';
import { ProcessParts } from './processes.ts';
import { readSmallLine, type SmallFile } from './small-files.ts';
import type { Table } from './table.ts';
import { beginTable } from './tables.ts';

/**
 * Reads what tells of a process and its surroundings out of a text: files of /proc, and what ps, ss, netstat, lsof, env and `go version -m` print.
 * Most begin with a line that nothing else has; others need the line of a shell above them.
 */
export const procfsTranscripts: TextParserModule = {
  name: 'procfs',
  // Not all stand in the first line of their tables, but within the lines after it: pairs of letters that logs are full of would slow the search down.
  begins: [
    'VmRSS:',
    'ft Limit',
    'lup]',
    'tx_queue',
    'Recv-Q',
    'LISTEN ',
    'ESTAB ',
    'PID ',
    'x------',
    'net:[',
    'SIZE/OFF',
    'proc/',
    'GOMEMLIMIT=',
    'GOMAXPROCS=',
    'GODEBUG=',
    'GOTRACEBACK=',
    'GOGC=',
    '\tmod\t',
    'TcpExt',
  ],
  create: (context) => new Transcript(context),
};

/** Lines in a row that a table does not know after which it is over. */
const MOST_FOREIGN = 2;
/** Facts of one source that are kept: a loop may have written for days. */
const MOST_TABLES = 1000;
/** Lines of a citation: its first ones, and the last. */
const EXCERPT_LINES = 12;

interface Open {
  readonly table: Table;
  readonly first: Line;
  last: Line;
  readonly shown: string[];
  taken: number;
  damaged: number;
  firstDamaged?: Line;
  foreign: number;
}

/** A file that a line of a shell has named. */
interface Small {
  readonly file: SmallFile;
  readonly pid?: number;
  readonly head: Line;
  /** `ls -l` has a line more than files. */
  readonly less: number;
  lines: number;
}

/** Variables of the runtime in lines that follow one another. */
interface Environment {
  readonly settings: Settings;
  readonly lines: Line[];
  /** What the environment has besides: a whole one has `PATH`. */
  readonly names: Set<string>;
  /** A line has said that this is an environment. */
  readonly named: boolean;
}

class Transcript implements TextParser {
  private readonly context: ParserContext;
  private readonly processes = new ProcessParts();
  private open: Open | undefined;
  private small: Small | undefined;
  private environment: Environment | undefined;
  /** The process whose file the head above names. */
  private pid: number | undefined;
  private tables = 0;
  private leftOut = 0;
  private firstLeftOut: Line | undefined;

  constructor(context: ParserContext) {
    this.context = context;
  }

  get waits(): boolean {
    return this.open !== undefined && this.open.foreign > 0;
  }

  accept(line: Line): boolean {
    const text = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
    if (this.open !== undefined && this.continues(this.open, text, line)) return true;
    if (this.small !== undefined && this.smallLine(this.small, text, line)) return true;
    if (this.variable(text, line)) return true;
    const table = beginTable(text);
    if (table !== undefined) {
      this.close();
      this.small = undefined;
      this.endEnvironment();
      this.open = { table, first: line, last: line, shown: [], taken: 0, damaged: 0, foreign: 0 };
      // `go version` and the name of a process look like many a line: they are its own where the next one shows it.
      return this.continues(this.open, text, line) && table.kind !== 'build-info';
    }
    return this.head(text, line);
  }

  end(): void {
    this.close();
    this.endEnvironment();
    for (const draft of this.processes.all) this.context.emit(draft);
    if (this.firstLeftOut === undefined) return;
    const citation = citeLine(this.context.source.path, this.firstLeftOut);
    this.context.skipped({
      reason: `more than ${MOST_TABLES} tables of processes and sockets`,
      amount: this.leftOut,
      unit: 'lines',
      citation,
    });
  }

  private continues(open: Open, text: string, line: Line): boolean {
    const taken = line.cut === true ? 'damaged' : open.table.read(text, line);
    if (taken === 'over') {
      this.close();
      return false;
    }
    if (taken === 'foreign') {
      open.foreign += 1;
      if (open.foreign > MOST_FOREIGN) this.close();
      return false;
    }
    open.foreign = 0;
    open.last = line;
    if (taken === 'damaged') {
      open.damaged += 1;
      open.firstDamaged ??= line;
      return true;
    }
    open.taken += 1;
    const shown = open.table.show === undefined ? text : open.table.show(text);
    if (shown !== undefined && open.shown.length < EXCERPT_LINES) open.shown.push(shown);
    return true;
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (open === undefined) return;
    const { path, scope } = this.context.source;
    const citation: Citation = { path, firstLine: open.first.number, lastLine: open.last.number, excerpt: excerpt(open.shown) };
    const drafts = open.table.finish({ citations: [citation], scope, unparsedLines: open.damaged });
    if (drafts.length === 0) return;
    this.context.found(open.table.kind);
    if (open.firstDamaged !== undefined)
      this.context.skipped({
        reason: `damaged lines of a table (${open.table.kind})`,
        amount: open.damaged,
        unit: 'lines',
        citation: citeLine(path, open.firstDamaged),
      });
    this.tables += 1;
    if (this.tables > MOST_TABLES) {
      this.leftOut += open.taken;
      this.firstLeftOut ??= open.first;
      return;
    }
    for (const draft of drafts) {
      if (draft.type === 'process' && draft.source === 'procfs') this.processes.add(draft, open.table.file ?? open.table.kind, this.pid);
      else if (draft.type === 'open-files' && draft.pid === undefined && this.pid !== undefined)
        this.context.emit({ ...draft, pid: this.pid });
      else this.context.emit(draft);
    }
  }

  /** The line of a shell, or a rule, that names a file of a process. */
  private head(text: string, line: Line): boolean {
    if (text.length > 500) return false;
    const mayList = text.length < 120 && text.includes('env');
    if (!mayList && !text.includes('/proc/')) return false;
    const environment = mayList && /^(?:env|printenv|environment)(?: ?=+| ?-+)?$/.test(shownCommand(text)) && text !== shownCommand(text);
    const head = environment ? { path: 'environ', command: undefined } : sectionHead(text);
    if (head === undefined) return false;
    const [, pid, name = environment ? 'environ' : ''] = /\/proc\/(\d{1,10}|self|thread-self|\$\w+)\/([\w/]+?)\/?$/.exec(head.path) ?? [];
    const file = smallFile(name, head.command);
    if (pid === undefined && !environment) return false;
    this.close();
    this.endEnvironment();
    this.pid = /^\d+$/.test(pid ?? '') ? Number(pid) : undefined;
    this.small = undefined;
    if (file === undefined) return true;
    const less = head.command?.includes('-l') === true && head.command.startsWith('ls') && /^ls -\w*l/.test(head.command) ? 1 : 0;
    this.small = { file, head: line, less, lines: 0, ...(this.pid === undefined ? {} : { pid: this.pid }) };
    if (file === 'environ') this.environment = { settings: {}, lines: [line], names: new Set(), named: true };
    return true;
  }

  private smallLine(small: Small, text: string, line: Line): boolean {
    const fields = readSmallLine(small.file, text);
    const single = small.file !== 'cgroup' && small.file !== 'environ';
    if (fields === undefined || (single && small.lines > 0)) {
      this.small = undefined;
      return false;
    }
    small.lines += 1;
    if (small.file === 'environ') return this.variable(text, line, true);
    const { path, scope } = this.context.source;
    const known = { ...fields.process };
    if (known.openFds !== undefined) known.openFds = Math.max(0, known.openFds - small.less);
    if (Object.keys(known).length === 0) return true;
    this.context.found('procfs');
    const citation: Citation = {
      path,
      firstLine: small.head.number,
      lastLine: line.number,
      excerpt: excerpt([small.head.text, text]),
    };
    this.processes.add(
      { type: 'process', source: 'procfs', certainty: 'stated', citations: [citation], scope, unparsedLines: 0, ...known },
      small.file,
      small.pid,
    );
    return true;
  }

  /** A variable of the runtime, or one of an environment that is known to be one. */
  private variable(text: string, line: Line, known = false): boolean {
    if (!known && text.length > 600) return this.noVariable();
    if (!known && (!text.includes('GO') || !/\bGO(?:GC|MEMLIMIT|MAXPROCS|DEBUG|TRACEBACK)=/.test(text))) return this.noVariable();
    const variables = text.split('\0').flatMap((one) => variableOf(one) ?? []);
    if (variables.length === 0) return this.noVariable();
    const settings: Settings = {};
    for (const { name, value } of variables) if (isGoVariable(name)) Object.assign(settings, settingOf(name, value));
    if (!known && Object.keys(settings).length === 0) return this.noVariable();
    this.environment ??= { settings: {}, lines: [], names: new Set(), named: false };
    for (const { name } of variables) this.environment.names.add(name);
    if (Object.keys(settings).length > 0) {
      Object.assign(this.environment.settings, settings);
      this.environment.lines.push(line);
    }
    return true;
  }

  private noVariable(): false {
    // Other variables stand between them; a line that is none ends the environment.
    if (this.environment !== undefined && this.small === undefined) this.endEnvironment();
    return false;
  }

  private endEnvironment(): void {
    const { environment } = this;
    this.environment = undefined;
    if (environment === undefined) return;
    const { settings, lines, names, named } = environment;
    // All of it is there: what it does not set is not set.
    if (named && names.has('PATH') && !names.has('GOMEMLIMIT')) settings.memoryLimitSet = false;
    const [first] = lines;
    const last = lines.at(-1);
    if (first === undefined || last === undefined || Object.keys(settings).length === 0) return;
    const { path, scope } = this.context.source;
    this.context.found('environment');
    const shown = lines.flatMap(({ text }) => shownVariables(text));
    const citation: Citation = { path, firstLine: first.number, lastLine: last.number, excerpt: excerpt(shown) };
    this.context.emit({ type: 'runtime-settings', certainty: 'stated', citations: [citation], scope, ...settings });
  }
}

/** Of a line of an environment, what may leave: the variables of the runtime, or the line of a shell. */
function shownVariables(text: string): string[] {
  const variables = text.split('\0').map((one) => ({ one, variable: variableOf(one) }));
  if (variables.every(({ variable }) => variable === undefined)) return [text];
  return variables.flatMap(({ one, variable }) => (variable !== undefined && isGoVariable(variable.name) ? [one.trim()] : []));
}

function smallFile(name: string, command: string | undefined): SmallFile | undefined {
  const counted = command?.includes('| wc') === true;
  if (name === 'fd') return counted ? 'fd-count' : undefined;
  if (name === 'task') return counted ? 'thread-count' : undefined;
  return name === 'cgroup' || name === 'oom_score_adj' || name === 'environ' ? name : undefined;
}
