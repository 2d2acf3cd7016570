import { Parts } from '../../src/evidence/parts.ts';
import type { Line } from '../../src/text/line.ts';
import { sectionHead } from '../file-sections.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { type MachineFile, MEMINFO_LINE, machineFile, SOCKSTAT_LINE } from './files.ts';
import { type Row, machinePart } from './part.ts';

/** Reads files of /proc that are of no process out of a transcript, and what sysctl prints of them. */
export const machineTranscripts: TextParserModule = {
  name: 'machine',
  begins: [
    'proc/sys/',
    'proc/pressure/',
    'proc/loadavg',
    'Committed_AS:',
    'MemAvailable:',
    ' RcvbufErrors',
    'pid_max = ',
    'overcommit_memory = ',
    'sockets: used ',
    'TCP: inuse ',
    'net.ipv4.tcp_m',
    'ip_local_port_range',
  ],
  create: (context) => new Transcript(context),
};

/** Longer lines are none of these. */
const LONGEST = 6000;
/** Files of one source that are kept, and lines of each. */
const MOST_FILES = 200;
const MOST_LINES = 2000;
/** `vm.overcommit_memory = 2`, as sysctl prints it; `sysctl -e` and busybox have no blanks. */
const SYSCTL =
  /^(?:kernel|vm|fs|net\.ipv4)\.(pid_max|threads-max|overcommit_memory|max_map_count|file-nr|file-max|tcp_mem|tcp_max_orphans|ip_local_port_range) ?= ?(\S[\d\s]{0,60})$/;
const GREP = /^(\/?(?:[\w.-]{1,60}\/)*proc\/[\w./-]{1,80}):(.{1,4000})$/;

/** Tables that other tools print, and that no root cause rests on. */
const TOOLS: readonly (readonly [head: RegExp, tool: string])[] = [
  [/^ +total +used +free +shared +/, 'free'],
  [/^Filesystem +(?:Size|\S*[Bb]locks|Inodes|Type) +.*Mounted on$/, 'df'],
  [/^Device:? +(?:r\/s|tps|rrqm\/s) +/, 'iostat'],
  [/^procs -+memory-+ /, 'vmstat'],
];

interface Section {
  readonly file: MachineFile;
  readonly head?: Line;
  readonly rows: Row[];
  /** Files that the same command prints behind this one. */
  readonly next: readonly MachineFile[];
  /** Its lines have its name before them. */
  readonly grep: boolean;
}

class Transcript implements TextParser {
  private readonly context: ParserContext;
  private readonly parts = new Parts();
  private section: Section | undefined;
  private files = 0;

  constructor(context: ParserContext) {
    this.context = context;
  }

  accept(line: Line): boolean {
    const { text } = line;
    if (text.length > LONGEST || line.cut === true) return this.over();
    const content = text.trim();
    if (this.section !== undefined && !this.section.grep && this.continues(this.section, { line, content })) return true;
    if (content.length < 8) return this.over();
    if (MEMINFO_LINE.test(content)) return this.open(machineFile('meminfo'), { rows: [{ line, content }] });
    if (SOCKSTAT_LINE.test(content)) return this.open(machineFile('sockstat'), { rows: [{ line, content }] });
    if (/^Udp: [A-Z]/.test(content)) return this.open(machineFile('snmp'), { rows: [{ line, content }] });
    const [, name, value] = SYSCTL.exec(content) ?? [];
    if (name !== undefined && value !== undefined) return this.one(machineFile(name), { line, content: value });
    const tool = /^[ DFp]/.test(text) ? TOOLS.find(([form]) => form.test(text))?.[1] : undefined;
    if (tool !== undefined) this.context.passOver?.(`what ${tool} prints: no root cause rests on it`);
    if (!text.includes('proc/') && !text.includes('pressure/')) return this.over();
    const [, path, rest = ''] = GREP.exec(content) ?? [];
    const grepped = path === undefined ? undefined : machineFile(path);
    if (grepped?.fits(rest.trim()) === true) return this.grepped(grepped, { line, content: rest.trim() });
    const head = sectionHead(content);
    const [file, ...next] = (head === undefined ? [] : [...(head.before ?? []), head.path]).flatMap((one) =>
      one.includes('proc/') ? (machineFile(one) ?? []) : [],
    );
    return file === undefined ? this.over() : this.open(file, { head: line, next });
  }

  end(): void {
    this.close();
    for (const draft of this.parts.all) this.context.emit(draft);
  }

  private continues(section: Section, row: Row): boolean {
    const { file, rows, next } = section;
    if (row.content === '') return true;
    if (file.fits(row.content) && !(file.single === true && rows.length > 0)) {
      if (rows.length < MOST_LINES) rows.push(row);
      return true;
    }
    const at = next.findIndex((one) => one.fits(row.content));
    const following = next[at];
    if (following === undefined) return false;
    this.close();
    this.section = { ...section, file: following, rows: [row], next: next.slice(at + 1) };
    return true;
  }

  private open(file: MachineFile | undefined, more: Partial<Section>): boolean {
    this.close();
    if (file === undefined) return false;
    this.section = { file, rows: [], next: [], grep: false, ...more };
    return true;
  }

  private one(file: MachineFile | undefined, row: Row): boolean {
    this.close();
    if (file === undefined || !file.fits(row.content.trim())) return false;
    this.section = { file, rows: [{ ...row, content: row.content.trim() }], next: [], grep: true };
    this.close();
    return true;
  }

  private grepped(file: MachineFile, row: Row): boolean {
    if (this.section?.file === file && this.section.grep && file.single !== true) this.section.rows.push(row);
    else this.open(file, { rows: [row], grep: true });
    return true;
  }

  /** A line that is nobody's ends what is open. */
  private over(): false {
    this.close();
    return false;
  }

  private close(): void {
    const { section } = this;
    this.section = undefined;
    if (section === undefined || section.rows.length === 0) return;
    const { file, rows, head } = section;
    const draft = machinePart(file, rows, this.context.source, head === undefined ? {} : { head });
    if (draft === undefined) return;
    this.context.found('machine');
    // Each again is another moment: the first stays, as of an incident it is the one that was near it.
    if (++this.files <= MOST_FILES) this.parts.add('machine', draft);
  }
}
