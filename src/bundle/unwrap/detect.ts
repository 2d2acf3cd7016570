import type { DocumentFormat, DocumentRecord } from './documents/document.ts';
import { csvDocument } from './documents/csv.ts';
import { journalExport } from './documents/journal-export.ts';
import { jsonDocument } from './documents/json.ts';
import type { Wrapper } from './wrapper.ts';
import { cri } from './wrappers/cri.ts';
import { journal, syslog } from './wrappers/journal.ts';
import { type JsonObject, parseObject } from './wrappers/json-object.ts';
import { JSON_RECORDS, type JsonRecords } from './wrappers/json-records.ts';
import { entities, indented, quote } from './wrappers/markup.ts';
import { detectPrefix } from './wrappers/prefix.ts';
import { cloudFoundry, compose, heroku, kail, kubectlPrefix, loki, pm2, stern } from './wrappers/sources.ts';
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
  timestamps,
  kail,
  pm2,
  cloudFoundry,
  heroku,
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
  if (lines.length === 0) return undefined;
  // Parsed once for all the schemas.
  const objects = lines.map(parseObject).filter((object) => object !== undefined);
  return WRAPPERS.find((wrapper) => fits(wrapper, lines, objects)) ?? detectPrefix(lines);
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

const HEADER = /^(?:goroutine \d{1,20} (?:gp=0x[0-9a-f]+ m=\S+(?: mp=\S+)? )?\[[^\]]{1,200}\].{0,2000}:|runtime stack:)\r?$/;
const CALL = /^[^\s(][^(]*\(.*\)\r?$/;

/** A call follows the header of its goroutine; upside down the header follows its outermost call's lines. */
function stacksUpsideDown(lines: readonly string[]): boolean {
  let upright = 0;
  let reversed = 0;
  for (const [i, line] of lines.entries()) {
    if (!HEADER.test(line)) continue;
    if (CALL.test(lines[i + 1] ?? '')) upright++;
    else if (CALL.test(lines[i - 1] ?? '')) reversed++;
  }
  return reversed > 0 && upright === 0;
}
