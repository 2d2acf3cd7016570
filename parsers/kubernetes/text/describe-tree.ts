import type { Line } from '../../../src/text/line.ts';
import type { Data } from '../documents/data.ts';

/** A line `Key: value` with what is indented below it. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  readonly indent: number;
  readonly line: number;
  readonly start: number;
  end: number;
  lastLine: number;
  readonly below: Entry[];
}

const KEYED = /^( *)([^\s:][^:]*):(?:\s+(.*))?$/;
/** `Mon, 01 Mar 2026 10:00:00 +0000` as the API writes times. */
export function iso(text: string): string {
  const time = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}

/** Lines by their indentation. A message of several lines goes on at the margin until a key of its level comes. */
export function treeOf(lines: readonly Line[]): readonly Entry[] {
  const root: Entry[] = [];
  const open: Entry[] = [];
  let offset = 0;
  let message: Entry | undefined;
  for (const { text, number } of lines) {
    const start = offset;
    offset += text.length + 1;
    const plain = text.endsWith('\r') ? text.slice(0, -1) : text;
    const [, blanks = '', key = '', rest = ''] = KEYED.exec(plain) ?? [];
    const isKey = key !== '' && (message === undefined || /^(?:Exit Code|Started|Finished|Signal|Ready|Reason|Last State)$/.test(key));
    if (message !== undefined && !isKey) {
      (message as { value: string }).value += `\n${plain}`;
      for (const one of [...open, message]) Object.assign(one, { end: start + text.length, lastLine: number });
      continue;
    }
    message = undefined;
    const indent = isKey ? blanks.length : plain.search(/\S/);
    if (indent < 0) continue;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const entry: Entry = {
      key: isKey ? key.trim() : '',
      value: isKey ? rest.trim() : plain.trim(),
      indent,
      line: number,
      lastLine: number,
      start: start + indent,
      end: start + text.length,
      below: [],
    };
    (open.at(-1)?.below ?? root).push(entry);
    for (const one of open) Object.assign(one, { end: entry.end, lastLine: number });
    open.push(entry);
    if (entry.key === 'Message' && indent >= 4) message = entry;
  }
  return root;
}

/** The place of an entry. */
export function placed(entry: Entry | undefined): {
  readonly line: number;
  readonly lastLine: number;
  readonly start: number;
  readonly end: number;
} {
  return { line: entry?.line ?? 1, lastLine: entry?.lastLine ?? 1, start: entry?.start ?? 0, end: entry?.end ?? 0 };
}

/** A mapping of the fields that are there, at the place of an entry. */
export function mapOf(fields: Readonly<Record<string, Data | undefined>>, entry: Entry | undefined): Data {
  const entries = new Map(Object.entries(fields).filter((pair): pair is [string, Data] => pair[1] !== undefined));
  return { kind: 'map', entries, ...placed(entry) };
}

/** A list, at the place of an entry. */
export function listOf(items: readonly Data[], entry: Entry | undefined): Data {
  return { kind: 'list', items, ...placed(entry) };
}

/** The value of an entry as a text; undefined where there is no entry. */
export function scalar(entry: Entry | undefined, of: (text: string) => string = (text) => text): Data | undefined {
  return entry === undefined ? undefined : textData(of(entry.value), entry);
}

/** A part of an entry as a text, a number or a truth value; undefined where there is none. */
export function scalarText(text: string | undefined, entry: Entry, kind: 'text' | 'number' | 'flag' = 'text'): Data | undefined {
  return text === undefined ? undefined : { kind, text, ...placed(entry) };
}

/** A text, at the place of an entry. */
export function textData(text: string, entry: Entry | undefined): Data {
  return { kind: 'text', text, ...placed(entry) };
}
