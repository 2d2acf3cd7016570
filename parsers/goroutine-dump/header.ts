import { parseExact } from '../../src/text/exact.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import type { GoroutineId } from '../../src/evidence/frame.ts';
import type { Label } from '../../src/evidence/facts/dump.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { readLabels } from './labels.ts';

/**
 * What a goroutine's header line says. Written by `goroutineheader` in runtime/traceback.go; in full:
 *
 *     goroutine 7 gp=0xc0000061c0 m=0 mp=0x5bce40 [chan receive (leaked) (scan) (durable), 12 minutes, locked to thread, synctest bubble 3 labels:{"k": "v"}]:
 *     goroutine 7 [chan receive, 12 minutes] {k: v, "odd key": "]: {"}:
 */
export interface Header {
  readonly id: GoroutineId;
  /** As printed, without flags, wait and labels. */
  readonly state: SafeText;
  readonly waitMinutes?: number;
  readonly locked: boolean;
  readonly leaked: boolean;
  /** Idle inside a synctest bubble (Go ≥ 1.25). */
  readonly durable: boolean;
  /** `gp=` and `m=` are printed: Go ≥ 1.22, in runtime throws and signal reports only. */
  readonly pointers: boolean;
  /** The thread (M) that runs it, as `m=` says; `none` for `m=nil`. Absent where not printed. */
  readonly thread?: number | 'none';
  /** `group` in Go 1.24, `bubble` since. */
  readonly synctest?: 'group' | 'bubble';
  /** Where profiler labels stand: inside the brackets (Go 1.26) or after them (Go ≥ 1.27). */
  readonly labels?: 'inside' | 'after';
  /** The labels, by name; there where `labels` is. */
  readonly labelSet?: readonly Label[];
}

const START = 'goroutine ';
const POINTERS = / gp=0x[0-9a-f]{1,16} m=(nil|-?\d{1,20})(?: mp=(?:0x[0-9a-f]{1,16}|nil))? /y;
/** First letter of a header. */
export const LETTER_G = 0x67;
const INSIDE = ' labels:{';
/** No state of the runtime is longer than this by far; a longer one is some other text in brackets. */
const LONGEST_STATE = 200;

/** Reads a header line; undefined where the line is anything else. Labels are stepped over by hand: they may hold `]:`. */
export function parseHeader(text: string): Header | undefined {
  if (!text.startsWith(START)) return undefined;
  let at = digitsEnd(text, START.length);
  const idEnd = at;
  if (idEnd === START.length || idEnd - START.length > 20) return undefined;
  let thread: Header['thread'];
  if (text.charCodeAt(at + 1) === LETTER_G) {
    POINTERS.lastIndex = at;
    const pointers = POINTERS.exec(text);
    if (pointers === null) return undefined;
    thread = pointers[1] === 'nil' ? 'none' : Number(pointers[1]);
    at = POINTERS.lastIndex;
  } else at++;
  if (text[at] !== '[' || text[at - 1] !== ' ') return undefined;
  at++;

  const bracket = text.indexOf(']', at);
  if (bracket < 0) return undefined;
  let labels: Pick<Header, 'labels' | 'labelSet'> | undefined;
  let statusEnd = bracket;
  const inside = text.indexOf(INSIDE, at);
  if (inside >= 0 && inside < bracket) {
    const read = readLabels(text, inside + INSIDE.length - 1);
    if (read === undefined || text[read.end] !== ']') return undefined;
    labels = { labels: 'inside', labelSet: read.labels };
    statusEnd = inside;
    at = read.end + 1;
  } else {
    at = bracket + 1;
    const brace = text[at] === ' ' ? at + 1 : at;
    if (text[brace] === '{') {
      const read = readLabels(text, brace);
      if (read === undefined) return undefined;
      labels = { labels: 'after', labelSet: read.labels };
      at = read.end;
    }
  }
  if (text[at] !== ':' || text.slice(at + 1, at + 9).trim() !== '' || text.length > at + 9) return undefined;

  const status = statusOf(text.slice(text.indexOf('[', idEnd) + 1, statusEnd));
  if (status === undefined) return undefined;
  const id = parseExact(text.slice(START.length, idEnd));
  const pointers = thread !== undefined;
  return { id, ...status, pointers, ...(thread === undefined ? {} : { thread }), ...labels };
}

type Status = Omit<Header, 'id' | 'pointers' | 'thread' | 'labels' | 'labelSet'>;

/** What was read before: there are some dozens of states, and the minutes of a dump are few. */
const known = new Map<string, Status | undefined>();
const MOST_KNOWN = 2000;

/** The part in brackets. */
function statusOf(text: string): Status | undefined {
  if (known.has(text)) return known.get(text);
  const status = parseStatus(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, status);
  return status;
}

/** No state of the runtime holds a comma, so what follows one is a flag. */
function parseStatus(text: string): Status | undefined {
  if (text.length === 0 || text.length > LONGEST_STATE) return undefined;
  const [word = '', ...parts] = text.split(', ');
  let state = word;
  let locked = false;
  let leaked = word === 'leaked';
  let durable = false;
  let waitMinutes: number | undefined;
  let synctest: Status['synctest'];
  const unknown: string[] = [];
  for (const part of parts) {
    if (part === 'locked to thread') locked = true;
    else if (/^\d{1,15} minutes$/.test(part)) waitMinutes = Number.parseInt(part, 10);
    else if (/^synctest (?:group|bubble) \d+$/.test(part)) synctest = part.startsWith('synctest g') ? 'group' : 'bubble';
    else unknown.push(part);
  }
  for (;;) {
    if (state.endsWith(' (scan)')) state = state.slice(0, -' (scan)'.length);
    else if (state.endsWith(' (leaked)')) {
      leaked = true;
      state = state.slice(0, -' (leaked)'.length);
    } else if (state.endsWith(' (durable)')) {
      durable = true;
      state = state.slice(0, -' (durable)'.length);
    } else break;
  }
  // A flag of a release to come stays visible with the state.
  state = [state, ...unknown].join(', ');
  if (!/^[A-Za-z?]/.test(state)) return undefined;
  return {
    state: sanitize(state),
    locked,
    leaked,
    durable,
    ...(waitMinutes === undefined ? {} : { waitMinutes }),
    ...(synctest === undefined ? {} : { synctest }),
  };
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
  return at;
}
