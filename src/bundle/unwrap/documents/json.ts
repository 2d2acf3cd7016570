import type { Line } from '../../../text/line.ts';
import { looksLikeTrace } from '../quoted.ts';
import { asObject, type JsonObject, objectIn, parseObject, textIn } from '../wrappers/json-object.ts';
import { JSON_RECORDS } from '../wrappers/json-records.ts';
import { sourceOf } from '../wrappers/loki.ts';
import type { DocumentFormat, DocumentRecord } from './document.ts';

const OPEN = new Set(['{', '[']);
/** Fields in which collectors keep what a command or a request gave back. */
const OUTPUTS = new Set(['body', 'stdout', 'stderr', 'output']);
/** Deeper nesting than any export has. */
const DEEPEST = 64;

/**
 * JSON as consoles export it: one array or object over many lines or in one, its records somewhere within. Records are
 * the objects that one of the platforms' schemas knows; in any other JSON the texts that hold a trace.
 */
export const jsonDocument: DocumentFormat = {
  name: 'json-document',
  fits: (sample) => {
    const lines = sample.filter((line) => line.trim() !== '');
    const first = lines[0]?.trim() ?? '';
    if (!OPEN.has(first.charAt(0))) return false;
    if (first === '{' || first === '[' || first === '[{') return true;
    // An array or an envelope in one line; of records, one a line, the wrappers take care.
    if (first.startsWith('[{')) return true;
    const only = lines.length === 1 && first.startsWith('{"') ? parseObject(first) : undefined;
    return only !== undefined && knownRecord(only) === undefined;
  },
  records: (lines) => {
    const text = lines.map((line) => line.text).join('\n');
    const found: DocumentRecord[] = [];
    const at = new Positions(text, lines);
    let start = skipSpace(text, 0);
    let any = false;
    while (start < text.length) {
      const end = endOfValue(text, start);
      if (end < 0) break;
      any = true;
      if (!collect(text, start, end, at, found, 0)) return undefined;
      start = skipSpace(text, end);
    }
    return any && found.length > 0 ? found : undefined;
  },
};

/** Gathers the records of one value; false where it is no JSON after all. */
function collect(text: string, start: number, end: number, at: Positions, found: DocumentRecord[], depth: number): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end));
  } catch {
    return false;
  }
  walk(value, text, start, end, at, found, depth);
  return true;
}

/** `isOutput`: the value is what a command or a request gave back. */
function walk(
  value: unknown,
  text: string,
  start: number,
  end: number,
  at: Positions,
  found: DocumentRecord[],
  depth: number,
  isOutput = false,
): void {
  if (depth > DEEPEST) return;
  const object = asObject(value);
  if (object !== undefined) {
    const record = knownRecord(object);
    if (record !== undefined) {
      found.push({ ...record, number: at.placeOf(record.text, start, end) });
      return;
    }
    if (streamOfLoki(object, text, start, end, at, found)) return;
  }
  const fields = fieldsOfInsights(value);
  if (fields !== undefined) {
    found.push({ ...fields, number: at.placeOf(fields.text, start, end) });
    return;
  }
  if (typeof value === 'string') {
    if (looksLikeTrace(value) || (isOutput && value.includes('\n')))
      found.push({ text: value.replace(/\n$/, ''), number: at.lineOf(start) });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  const names = Array.isArray(value) ? [] : Object.keys(value);
  const places = childrenOf(text, start);
  // Keys that are numbers change places when they are parsed: then nothing says which child is which.
  if (places.length !== children.length) return;
  for (const [i, child] of children.entries()) {
    const place = places[i];
    if (place !== undefined) walk(child, text, place.start, place.end, at, found, depth + 1, OUTPUTS.has(names[i] ?? ''));
  }
}

function knownRecord(object: JsonObject): Omit<DocumentRecord, 'number'> | undefined {
  for (const { record, recordTime } of JSON_RECORDS) {
    const peeled = record(object);
    if (peeled === undefined) continue;
    const when = recordTime?.(object);
    return { ...peeled, ...(when === undefined || Number.isNaN(when) ? {} : { time: when }) };
  }
  return undefined;
}

/** Loki's query API: `{"stream":{…},"values":[["NANOSECONDS","line"],…]}`. */
function streamOfLoki(object: JsonObject, text: string, start: number, end: number, at: Positions, found: DocumentRecord[]): boolean {
  const labels = objectIn(object, 'stream');
  const values: unknown = object['values'];
  if (labels === undefined || !Array.isArray(values)) return false;
  const source = sourceOf(labels);
  const list = childrenOf(text, start).find((place) => text.charAt(place.start) === '[');
  const places = list === undefined ? [] : childrenOf(text, list.start);
  for (const [i, entry] of values.entries()) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string' || typeof entry[1] !== 'string') continue;
    const place = places[i] ?? { start, end };
    found.push({
      text: entry[1].replace(/\n$/, ''),
      ...source,
      time: Number(entry[0].slice(0, 16)),
      number: at.placeOf(entry[1].replace(/\n$/, ''), place.start, place.end),
    });
  }
  return true;
}

/** A row of `aws logs get-query-results`: `[{"field":"@message","value":"…"},…]`. */
function fieldsOfInsights(value: unknown): Omit<DocumentRecord, 'number'> | undefined {
  if (!Array.isArray(value)) return undefined;
  const row = value.map((cell) => {
    const object = asObject(cell);
    return [textIn(object, 'field'), textIn(object, 'value')] as const;
  });
  if (!row.some(([field, text]) => field === '@message' && text !== undefined)) return undefined;
  // A query need not ask for the time.
  return knownRecord({ '@timestamp': '', ...Object.fromEntries(row.filter(([field]) => field?.startsWith('@') === true)) });
}

/** Where the values within an array or object stand. */
function childrenOf(text: string, start: number): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  const isObject = text.charAt(start) === '{';
  let at = skipSpace(text, start + 1);
  while (at < text.length && text.charAt(at) !== ']' && text.charAt(at) !== '}') {
    if (isObject) at = skipSpace(text, skipSpace(text, endOfString(text, at)) + 1);
    const end = endOfValue(text, at);
    if (end < 0) break;
    places.push({ start: at, end });
    at = skipSpace(text, end);
    if (text.charAt(at) === ',') at = skipSpace(text, at + 1);
  }
  return places;
}

/** The place behind the value that begins here; -1 where it does not end. */
function endOfValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return endOfString(text, start);
  if (!OPEN.has(first)) {
    let at = start;
    while (at < text.length && !',]} \n\t\r'.includes(text.charAt(at))) at++;
    return at > start ? at : -1;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at) - 1;
    else if (code === 0x7b || code === 0x5b) depth++;
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return at + 1;
  }
  return -1;
}

/** The place behind the string whose quote stands here; the end of the text where it does not end. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \n\t\r'.includes(text.charAt(at))) at++;
  return at;
}

/** From offsets in the joined text to lines of the user's file. */
class Positions {
  readonly #text: string;
  readonly #starts: number[] = [];
  readonly #lines: readonly Line[];

  constructor(text: string, lines: readonly Line[]) {
    this.#text = text;
    this.#lines = lines;
    let offset = 0;
    for (const line of lines) {
      this.#starts.push(offset);
      offset += line.text.length + 1;
    }
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#lines[low]?.number ?? 1;
  }

  /** Line of the string between two places that holds a text; of the longest one where its beginning is found nowhere. */
  placeOf(wanted: string, start: number, end: number): number {
    const text = this.#text;
    let longest = start;
    let length = -1;
    for (let at = text.indexOf('"', start); at >= 0 && at < end; at = text.indexOf('"', at)) {
      const next = endOfString(text, at);
      if (next - at > wanted.length && isText(text.slice(at, next), wanted)) return this.lineOf(at);
      if (next - at > length) {
        longest = at;
        length = next - at;
      }
      at = next;
    }
    return this.lineOf(longest);
  }
}

function isText(token: string, wanted: string): boolean {
  try {
    const value: unknown = JSON.parse(token);
    return (
      typeof value === 'string' && (value === wanted || (value !== '' && wanted.startsWith(value.replace(/\n$/, '')) && value.length > 20))
    );
  } catch {
    return false;
  }
}
