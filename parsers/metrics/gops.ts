import type { Line } from '../../src/text/line.ts';
import type { ParserContext } from '../parser.ts';
import { takeMemStat } from './memstats.ts';
import { Moment } from './moment.ts';

/** What `gops memstats` calls the fields of runtime.MemStats (github.com/google/gops, agent/agent.go). */
const NAMES: Readonly<Record<string, string>> = {
  alloc: 'Alloc',
  'total-alloc': 'TotalAlloc',
  sys: 'Sys',
  lookups: 'Lookups',
  mallocs: 'Mallocs',
  frees: 'Frees',
  'heap-alloc': 'HeapAlloc',
  'heap-sys': 'HeapSys',
  'heap-idle': 'HeapIdle',
  'heap-in-use': 'HeapInuse',
  'heap-released': 'HeapReleased',
  'heap-objects': 'HeapObjects',
  'stack-in-use': 'StackInuse',
  'stack-sys': 'StackSys',
  'stack-mspan-inuse': 'MSpanInuse',
  'stack-mspan-sys': 'MSpanSys',
  'stack-mcache-inuse': 'MCacheInuse',
  'stack-mcache-sys': 'MCacheSys',
  'other-sys': 'OtherSys',
  'gc-sys': 'GCSys',
  'next-gc': 'NextGC',
  'num-gc': 'NumGC',
  'num-forced-gc': 'NumForcedGC',
  'gc-cpu-fraction': 'GCCPUFraction',
  'enable-gc': 'EnableGC',
  'debug-gc': 'DebugGC',
};

/** Times for people, in several spellings: not used. */
const UNUSED = new Set(['last-gc', 'gc-pause-total', 'gc-pause', 'gc-pause-end']);

/** Reads `gops stats` and `gops memstats`: short blocks whose first two lines are fixed. */
export class GopsReader {
  private readonly context: ParserContext;
  private moment: Moment | undefined;
  /** The line that must come next for the block to be one. */
  private due: 'OS threads' | 'total-alloc' | undefined;

  constructor(context: ParserContext) {
    this.context = context;
  }

  /** Offers a line. */
  accept(line: Line, text: string): boolean {
    const first = text.charCodeAt(0);
    // A block begins with `goroutines` or `alloc`.
    if (this.moment === undefined && first !== 0x67 && first !== 0x61) return false;
    const colon = text.indexOf(': ');
    if (colon < 1 || colon > 20) return this.stop();
    const name = text.slice(0, colon);
    const value = text.slice(colon + 2).trim();
    if (name === 'goroutines' && isNumber(value))
      return this.begin('OS threads', line, text, (moment) => (moment.metrics.goroutines = Number(value)));
    if (name === 'alloc' && bytes(value) !== undefined) return this.begin('total-alloc', line, text, () => {});
    const { moment } = this;
    if (moment === undefined || (this.due !== undefined && this.due !== name)) return this.stop();
    if (!take(moment, name, value)) return this.stop();
    this.due = undefined;
    moment.cite(line.number, name === 'heap-alloc' || name === 'OS threads' ? text : undefined);
    return true;
  }

  /** Hands over what was read. */
  stop(): false {
    const { moment } = this;
    this.moment = undefined;
    if (moment !== undefined && this.due === undefined) {
      this.context.found('gops');
      moment.emit(this.context);
    }
    this.due = undefined;
    return false;
  }

  private begin(due: 'OS threads' | 'total-alloc', line: Line, text: string, fill: (moment: Moment) => void): true {
    this.stop();
    this.moment = new Moment('gops');
    this.due = due;
    fill(this.moment);
    this.moment.cite(line.number, text);
    return true;
  }
}

function take(moment: Moment, name: string, value: string): boolean {
  const field = NAMES[name];
  if (field !== undefined) {
    if (takeMemStat(moment, field, bytes(value) ?? value) === 'unreadable') moment.unparsedLines += 1;
    return true;
  }
  if (UNUSED.has(name)) return true;
  if (!isNumber(value)) return false;
  if (name === 'OS threads') moment.metrics.threadsCreated = Number(value);
  else if (name === 'GOMAXPROCS') moment.settings.gomaxprocs = Number(value);
  else if (name === 'num CPU') moment.settings.cpus = Number(value);
  else return false;
  return true;
}

/** `1.01MB (1061232 bytes)`, `512 bytes`, `when heap-alloc >= 4.27MB (4473924 bytes)`, or bare digits. */
function bytes(value: string): string | undefined {
  return /(?:^|[( ])(\d{1,20}) bytes\)?$/.exec(value)?.[1] ?? (isNumber(value) ? value : undefined);
}

function isNumber(value: string): boolean {
  return /^\d{1,15}$/.test(value);
}
