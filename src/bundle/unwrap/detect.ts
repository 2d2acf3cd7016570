import type { DocumentFormat, DocumentRecord } from './documents/document.ts';
import { csvDocument } from './documents/csv.ts';
import { journalExport } from './documents/journal-export.ts';
import { jsonDocument } from './documents/json.ts';
import type { Wrapper } from './wrapper.ts';
import { awsTail } from './wrappers/aws-tail.ts';
import { actions } from './wrappers/ci.ts';
import { cri } from './wrappers/cri.ts';
import { journal, syslog } from './wrappers/journal.ts';
import { type JsonObject, parseObject } from './wrappers/json-object.ts';
import { JSON_RECORDS, type JsonRecords } from './wrappers/json-records.ts';
import { loki } from './wrappers/loki.ts';
import { entities, indented, quote } from './wrappers/markup.ts';
import { detectPrefix } from './wrappers/prefix.ts';
import { cloudFoundry, compose, fly, heroku, kail, kubectlPrefix, olderFly, pm2, stern } from './wrappers/sources.ts';
import { detectSpaces } from './wrappers/spaces.ts';
import { timestamps } from './wrappers/timestamps.ts';

/**
 * Every wrapper, the ones with the stricter form first: of several that the sample allows the first is taken, so that
 * a form comes before those that it is a case of (CRI before bare times).
 */
const WRAPPERS: readonly Wrapper[] = [
  cri,
  ...JSON_RECORDS,
  kubectlPrefix,
  syslog,
  journal,
  loki,
  actions,
  awsTail,
  timestamps,
  kail,
  pm2,
  cloudFoundry,
  heroku,
  olderFly,
  fly,
  compose,
  stern,
  quote,
  indented,
  entities,
];

const DOCUMENTS: readonly DocumentFormat[] = [journalExport, jsonDocument, csvDocument];

/** The format of an export that has to be read whole; undefined where lines can be read one by one. */
export function detectDocument(sample: readonly string[]): DocumentFormat | undefined {
  return DOCUMENTS.find((format) => format.fits(sample));
}

/** The wrapper of a log by its first lines; undefined where they are as a program prints them. */
export function detectWrapper(sample: readonly string[]): Wrapper | undefined {
  const lines = sample.filter((line) => line.trim() !== '');
  if (lines.length === 0 || isBareDump(lines)) return undefined;
  // Parsed once for all the schemas.
  const objects = lines.map(parseObject).filter((object) => object !== undefined);
  return WRAPPERS.find((wrapper) => fits(wrapper, lines, objects)) ?? detectPrefix(lines) ?? detectSpaces(lines);
}

const OF_DUMP = /^(?:\t|goroutine \d|created by |[A-Za-z_][\w./~%*()[\],{}·-]{0,300}\()/;
const BARE_SHARE = 0.95;

/** Goroutines at the margin, and hardly anything else: that is seen sooner than that no wrapper fits. */
function isBareDump(lines: readonly string[]): boolean {
  return lines[0]?.startsWith('goroutine ') === true && lines.filter((line) => OF_DUMP.test(line)).length >= BARE_SHARE * lines.length;
}

function fits(wrapper: Wrapper & Partial<JsonRecords>, lines: readonly string[], objects: readonly JsonObject[]): boolean {
  const { record } = wrapper;
  const matching =
    record === undefined
      ? lines.filter((line) => wrapper.peel(line) !== undefined).length
      : objects.filter((object) => record(object) !== undefined).length;
  if (matching < wrapper.least || matching < wrapper.share * lines.length) return false;
  return wrapper.plausible?.(lines) ?? true;
}

/** Whether the newest line stands first: by the times of the wrapper, and where these are all the same, by the stacks. */
export function isNewestFirst(sample: readonly string[], wrapper: Wrapper | undefined): boolean {
  const falls = doTimesFall(sample.map((line) => wrapper?.time?.(line)));
  if (falls !== undefined) return falls;
  const bare = wrapper === undefined ? sample : sample.map((line) => wrapper.peel(line)?.text ?? line);
  return stacksUpsideDown(bare);
}

/** The same for the records of an export. */
export function isNewestRecordFirst(records: readonly DocumentRecord[]): boolean {
  return doTimesFall(records.map(({ time }) => time)) ?? stacksUpsideDown(records.map(({ text }) => text));
}

/** Undefined where no two of them differ. Clocks and writers are not exact: one in ten may go the other way. */
function doTimesFall(times: readonly (number | undefined)[]): boolean | undefined {
  let rising = 0;
  let falling = 0;
  let last: number | undefined;
  for (const time of times) {
    if (time === undefined || Number.isNaN(time)) continue;
    if (last !== undefined && time > last) rising++;
    if (last !== undefined && time < last) falling++;
    last = time;
  }
  return rising + falling === 0 ? undefined : rising * 10 <= falling;
}

/** What numbers the lines of a trace of the runtime: by the times and the collections in them they are in order. */
const OWN_ORDER = /^(?:SCHED (\d{1,15})ms: |gc (\d{1,15}) @)/;
const LEAST_NUMBERED = 2;
/** Lines that begin something, and those that only stand right below them. */
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [/^WARNING: DATA RACE\r?$/, /^(?:Read|Write|Previous|Atomic|Racing) /],
  [/^(?:goroutine|threadcreate) profile: total \d/, /^\d{1,15} @(?: |\r?$)/],
  [/^--- (?:contention|mutex):/, /^cycles\/second=/],
];
const HEADER = /^(?:goroutine \d{1,20} (?:gp=0x[0-9a-f]+ m=\S+(?: mp=\S+)? )?\[[^\]]{1,200}\].{0,2000}:|runtime stack:)\r?$/;
const CALL = /^[^\s(][^(]*\(.*\)\r?$/;

/** A call follows the header of its goroutine; upside down the header follows its outermost call's lines. */
function stacksUpsideDown(lines: readonly string[]): boolean {
  let upright = 0;
  let reversed = 0;
  for (const [i, line] of lines.entries()) {
    const below = HEADER.test(line) ? CALL : PAIRS.find(([first]) => first.test(line))?.[1];
    if (below === undefined) continue;
    if (below.test(lines[i + 1] ?? '')) upright++;
    else if (below.test(lines[i - 1] ?? '')) reversed++;
  }
  if (upright + reversed > 0) return upright === 0;
  const numbers = lines.map(ownOrder).filter((number) => number !== undefined);
  // A process that starts over counts from one again: all of them must fall.
  return numbers.length > LEAST_NUMBERED && numbers.every((number, i) => i === 0 || number < (numbers[i - 1] ?? 0));
}

function ownOrder(line: string): number | undefined {
  const match = OWN_ORDER.exec(line);
  return match === null ? undefined : Number(match[1] ?? match[2]);
}
