import type { SafeText } from '../../src/text/safe-text.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Line } from '../../src/text/line.ts';
import { citeLine } from '../cite-line.ts';
import { sectionHead } from '../file-sections.ts';
import type { NamedFileContext, NamedFileModule } from '../parser.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import type { Settings } from './environment.ts';
import { isGoVariable, variableOf } from './environment.ts';
import { type ProcessFields, readSmallLine, type SmallFile } from './small-files.ts';
import { beginTable } from './tables.ts';

/** Files of /proc/PID by their names: alone, or with words before them (`proc_self_status.txt`, `proc-1-limits`). */
const NAME =
  /^(.*?[._-])?(status|limits|stat|cgroup|smaps_rollup|oom_score_adj|environ|fd[._-]?count|fds|fd(?:[._-]?list)?)(?:\.(?:txt|log|out))?$/;
/** The process is in the path. */
const PID = /(?:^|[/_.-])proc[/_.-](\d{1,10})[/_.-]/;
/** Lines above the list of a directory. */
const LIST_HEAD = /^(?:total \d+|\/proc\/[\w/]+:)\s*$/;
/** Lines of a citation. */
const EXCERPT_LINES = 12;

/** Reads the files of /proc/PID where each is saved as a file of its own. */
export const procfsFiles: NamedFileModule = {
  name: 'procfs',
  takes: (path: SafeText) => NAME.test(path.slice(path.lastIndexOf('/') + 1)),
  parse: (lines, context) => {
    const { path, scope } = context.source;
    const slash = path.lastIndexOf('/');
    const [, before = '', name = ''] = NAME.exec(path.slice(slash + 1)) ?? [];
    const pid = PID.exec(path)?.[1];
    const place: Place = {
      // `ls-l_fd.txt` stands beside `limits.txt`.
      key: JSON.stringify(['process', scope, path.slice(0, slash + 1), before.replace(/(?<=^|[._-])ls(?:[._-]?l\w{0,3})?[._-]$/, '')]),
      ...(pid === undefined ? {} : { pid: Number(pid) }),
    };
    const small = SMALL[name.replace(/[.-]/, '_')];
    // `fds` may be the number of them, or the list.
    if (small !== undefined && readSmall(small, lines, context, place)) return true;
    return readTable(lines, context, place) || (/fd/.test(name) && readSmall('fd-count', lines, context, place));
  },
};

interface Place {
  readonly key: string;
  readonly pid?: number;
}

const SMALL: Readonly<Record<string, SmallFile>> = {
  cgroup: 'cgroup',
  oom_score_adj: 'oom_score_adj',
  environ: 'environ',
  fd_count: 'fd-count',
  fdcount: 'fd-count',
  fds: 'fd-count',
};

function readTable(lines: readonly Line[], context: NamedFileContext, { key, pid }: Place): boolean {
  // `ls -l` begins with a number of blocks, and may name the directory; the line of a shell may stand above all.
  const first = lines.findIndex(({ text }) => text.trim() !== '' && !LIST_HEAD.test(text.trim()) && sectionHead(text) === undefined);
  const head = lines[first];
  const table = head === undefined ? undefined : beginTable(trimmed(head));
  if (head === undefined || table === undefined || (table.kind !== 'procfs' && table.file !== 'fd')) return false;
  const shown: string[] = [];
  const damaged: Line[] = [];
  let last = head;
  for (const line of lines.slice(first)) {
    const text = trimmed(line);
    const taken = line.cut === true ? 'damaged' : table.read(text, line);
    if (taken === 'taken') {
      last = line;
      if (shown.length < EXCERPT_LINES) shown.push(text);
    } else if (text !== '') damaged.push(line);
  }
  const { path, scope } = context.source;
  const citation: Citation = { path, firstLine: head.number, lastLine: last.number, excerpt: excerpt(shown) };
  // Something else stands in it, too: it is read as a transcript.
  if (damaged.some((line) => beginTable(trimmed(line)) !== undefined || sectionHead(line.text) !== undefined)) return false;
  const drafts = table.finish({ citations: [citation], scope, unparsedLines: damaged.length });
  if (drafts.length === 0) return false;
  context.found(table.kind);
  sayDamaged(context, damaged);
  for (const draft of drafts) handOver(draft, context, { key, ...(pid === undefined ? {} : { pid }) });
  return true;
}

function readSmall(file: SmallFile, lines: readonly Line[], context: NamedFileContext, place: Place): boolean {
  const damaged: Line[] = [];
  const read: Line[] = [];
  const names = new Set<string>();
  const process: ProcessFields = {};
  const settings: Settings = {};
  // The line of a shell may stand above the number.
  const shell = file === 'fd-count' ? lines.find(({ text }) => text.trim() !== '') : undefined;
  const command = shell === undefined ? undefined : sectionHead(shell.text)?.command;
  for (const line of lines) {
    const text = trimmed(line);
    if (text === '' || (command !== undefined && line === shell)) continue;
    const fields = line.cut === true ? undefined : readSmallLine(file, text);
    if (fields === undefined) {
      damaged.push(line);
      continue;
    }
    read.push(line);
    for (const [name, value] of Object.entries(fields.process ?? {}))
      if (!Object.hasOwn(process, name)) Object.assign(process, { [name]: value });
    Object.assign(settings, fields.settings);
    if (fields.variable !== undefined) for (const one of text.split('\0')) names.add(variableOf(one)?.name ?? '');
  }
  // `ls -l` has a line more than files.
  const { openFds } = process;
  if (openFds !== undefined && /^ls -\w*l.*\| wc/.test(command ?? '')) Object.assign(process, { openFds: Math.max(0, openFds - 1) });
  const [first] = read;
  const last = read.at(-1);
  // Values of an environment may have more lines than one; what else there is beside the lines of such a file is of another one.
  if (first === undefined || last === undefined || (file === 'environ' ? damaged.length > read.length : damaged.length > 0)) return false;
  const { path, scope } = context.source;
  if (file === 'environ') {
    context.found('environment');
    if (names.has('PATH') && !names.has('GOMEMLIMIT')) settings.memoryLimitSet = false;
    if (Object.keys(settings).length === 0) return true;
    const shown = read.flatMap(({ text }) => text.split('\0')).filter((one) => isGoVariable(variableOf(one)?.name ?? ''));
    const citation: Citation = { path, firstLine: first.number, lastLine: last.number, excerpt: excerpt(shown) };
    context.emit({ type: 'runtime-settings', certainty: 'stated', citations: [citation], scope, ...settings });
    return true;
  }
  context.found('procfs');
  if (Object.keys(process).length === 0) return true;
  const citation: Citation = {
    path,
    firstLine: first.number,
    lastLine: last.number,
    excerpt: excerpt(read.slice(0, 4).map(({ text }) => text)),
  };
  const draft = { type: 'process', source: 'procfs', certainty: 'stated', citations: [citation], scope, unparsedLines: 0 } as const;
  handOver({ ...draft, ...process }, context, place);
  return true;
}

function handOver(draft: FactDraft, context: NamedFileContext, { key, pid }: Place): void {
  if (draft.type === 'open-files' && draft.pid === undefined && pid !== undefined) context.emit({ ...draft, pid });
  else if (draft.type !== 'process') context.emit(draft);
  else context.part(key, pid === undefined || draft.pid !== undefined ? draft : { ...draft, pid });
}

function sayDamaged(context: NamedFileContext, damaged: readonly Line[]): void {
  const [first] = damaged;
  if (first === undefined) return;
  const citation = citeLine(context.source.path, first);
  context.skipped({ reason: 'lines that are not of the form of the file in /proc', amount: damaged.length, unit: 'lines', citation });
}

function trimmed({ text }: Line): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
