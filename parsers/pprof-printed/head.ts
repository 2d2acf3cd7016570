import type { PrintedKind } from '../../src/evidence/facts/printed-profile.ts';
import type { Line } from '../../src/text/line.ts';
import { type PrintedValue, readValue } from './value.ts';

/** A line of a head, and which it is of the lines that the parser was offered: numbers of a log's lines have gaps, and may run down. */
export interface HeadLine extends Line {
  readonly order: number;
}

/** What the lines above what pprof prints say of it (`ProfileLabels` and `reportLabels` in internal/report/report.go). */
export interface Head {
  program?: string;
  measure?: string;
  time?: string;
  duration?: PrintedValue;
  /** Of the command or the address that the profile was fetched with. */
  command?: PrintedKind;
  shown?: PrintedValue;
  total?: PrintedValue;
  droppedNodes?: number;
  /** Rows that are announced, where they are not all. */
  rows?: number;
  filters: string[];
  lines: HeadLine[];
}

/** Lines of a head that an excerpt shows. */
const MOST_LINES = 12;
const LONGEST = 400;

const SHOWING = /^Showing nodes accounting for (\S+), (\S+%) of (\S+) total$/;
/** Up to Go 1.9. */
const SHOWING_OLD = /^(\S+) of (\S+) total \(\s*\S+%\)$/;
const DURATION = /^Duration: (\S+?), Total samples = (\S+)/;
const FETCHED = /^(?:Fetching profile|Saved profile in |\$ |# |> )?.{0,200}?(?:\/debug\/pprof\/|\bpprof\.\S{0,200}?\.)(\w+)/;
const MEASURES =
  '(?:inuse_space|inuse_objects|alloc_space|alloc_objects|delay|contentions|cpu|samples|goroutine|goroutineleak|threadcreate)';
const MEASURE = new RegExp(`^${MEASURES}$`);
const CHOSEN = new RegExp(`^(?:sample_index\\s*=\\s*)?(${MEASURES})$`);
const FLAG = new RegExp(`\\s--?(?:sample_index=)?(${MEASURES})\\b`);

const FETCHED_KINDS: ReadonlyMap<string, PrintedKind> = new Map([
  ['heap', 'heap'],
  ['allocs', 'heap'],
  ['goroutine', 'goroutine'],
  ['goroutineleak', 'goroutineleak'],
  ['profile', 'cpu'],
  ['block', 'contention'],
  ['mutex', 'contention'],
  ['threadcreate', 'threadcreate'],
]);

/** A head that nothing was read of yet. */
export function emptyHead(): Head {
  return { filters: [], lines: [] };
}

/** What is true of a session stays with the next report; what is of one report does not. */
export function nextHead({ program, measure, time, duration, command, lines }: Head): Head {
  return {
    ...(program === undefined ? {} : { program }),
    ...(measure === undefined ? {} : { measure }),
    ...(time === undefined ? {} : { time }),
    ...(duration === undefined ? {} : { duration }),
    ...(command === undefined ? {} : { command }),
    filters: [],
    lines: lines.filter(({ text }) => /^\s*(?:File|Type|Time|Duration): /.test(text)),
  };
}

/** Reads one line into a head; false where it is none. `Type:` and `File:` may be of anything: whether it is a head shows what follows. */
export function readHead(head: Head, line: HeadLine): boolean {
  const text = line.text.trim();
  if (text.length > LONGEST || !fill(head, text)) return false;
  if (head.lines.length < MOST_LINES) head.lines.push(line);
  return true;
}

/** Whether a line begins the head of another profile: what stood before is not of it. */
export function beginsHead(text: string): boolean {
  return /^\s*(?:File: \S|Fetching profile |Saved profile in )/.test(text);
}

/** What a command of a session chooses: `sample_index=alloc_space`. */
export function readChoice(head: Head, command: string): void {
  const measure = CHOSEN.exec(command.trim())?.[1];
  if (measure !== undefined) head.measure = measure;
}

function fill(head: Head, text: string): boolean {
  const colon = text.indexOf(': ');
  const value = colon < 0 ? '' : text.slice(colon + 2).trim();
  switch (colon < 0 ? '' : text.slice(0, colon)) {
    case 'File':
      head.program = value;
      return true;
    case 'Build ID':
    case 'Doc':
      return true;
    case 'Type':
      if (!/^[a-z][\w-]{0,60}$/.test(value)) return false;
      head.measure = value;
      return true;
    case 'Time':
      head.time = value;
      return true;
    case 'Duration':
      return duration(head, text);
    case 'Total':
      return total(head, value);
    default:
      return ofReport(head, text) || fetched(head, text);
  }
}

function duration(head: Head, text: string): boolean {
  const [, length = '', samples = ''] = DURATION.exec(text) ?? [];
  const read = readValue(length);
  if (read === undefined || readValue(samples) === undefined) return false;
  head.duration = read;
  return true;
}

function total(head: Head, value: string): boolean {
  const read = readValue(value);
  if (read === undefined) return false;
  head.total = read;
  return true;
}

function ofReport(head: Head, text: string): boolean {
  const showing = SHOWING.exec(text);
  if (showing !== null || SHOWING_OLD.test(text)) {
    const [shown = '', whole = ''] = showing === null ? (SHOWING_OLD.exec(text)?.slice(1) ?? []) : [showing[1], showing[3]];
    const [part, all] = [readValue(shown), readValue(whole)];
    if (part === undefined || all === undefined) return false;
    head.shown = part;
    head.total = all;
    return true;
  }
  const dropped = /^Dropped (\d{1,9}) nodes? \(/.exec(text);
  if (dropped !== null) {
    head.droppedNodes = Number(dropped[1]);
    return true;
  }
  const rows = /^Showing top (\d{1,9}) nodes out of (\d{1,9})/.exec(text);
  if (rows !== null) {
    head.rows = Number(rows[1]);
    return true;
  }
  if (text === 'Active filters:') return true;
  const filter = /^(?:focus|ignore|hide|show|show_from|tagfocus|tagignore|tagshow|taghide|prune_from|noinlines)=\S/.test(text);
  if (filter) head.filters.push(text);
  return filter || /^Dropped \d{1,9} edges? \(/.test(text);
}

/** The address or file of the profile: `Fetching profile over HTTP from http://…/debug/pprof/heap`, and the command itself. */
function fetched(head: Head, text: string): boolean {
  if (!text.includes('/debug/pprof/') && !text.startsWith('Saved profile in ')) return false;
  if (!/^(?:Fetching profile|Saved profile in )|\bpprof\s/.test(text)) return false;
  const kind = FETCHED_KINDS.get(FETCHED.exec(text)?.[1] ?? '');
  if (kind !== undefined) head.command = kind;
  const flag = FLAG.exec(text)?.[1];
  if (flag !== undefined && MEASURE.test(flag)) head.measure = flag;
  return kind !== undefined;
}
