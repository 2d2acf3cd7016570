import { type ExactInt, parseExact } from '../../src/text/exact.ts';

/** The shape of the content of a control file. */
export interface Form {
  /** Whether a line can be of it. */
  readonly fits: (text: string) => boolean;
  /** It has one line and no more. */
  readonly single: boolean;
}

/** A number that the kernel prints in decimal: an unsigned 64-bit integer has 20 digits. */
const NUMBER = /^\d{1,20}$/;
/** `key value`, cgroup v2 "flat keyed" (Documentation/admin-guide/cgroup-v2.rst). */
const FLAT = /^[a-z][a-z0-9_.]{0,63} \d{1,20}$/;
/** `8:0 rbytes=… wbytes=…`, "nested keyed"; `some avg10=…` of pressure files has the same shape. */
const NESTED = /^(?:\d{1,9}:\d{1,9}|default|some|full)(?: [a-z0-9_.]{1,40}=[\w.-]{1,40})*$/;
const DEVICE = /^(?:default|Total|\d{1,9}:\d{1,9}(?: (?:Read|Write|Sync|Async|Discard|Total))?) \d{1,20}$/;

/** One number, or `max`; `-1` for no quota in version 1. */
export const VALUE: Form = { fits: (text) => NUMBER.test(text) || text === 'max' || text === '-1', single: true };
/** `cpu.max`: quota or `max`, and the period. */
export const CPU_MAX: Form = { fits: (text) => /^(?:max|\d{1,20}) \d{1,20}$/.test(text), single: true };
/** A key and a number in each line. `max` stands in `pids.events` as a key. */
export const KEYED: Form = { fits: (text) => FLAT.test(text), single: false };
/** A device or a word, and keys with values. */
export const NESTED_KEYED: Form = { fits: (text) => NESTED.test(text), single: false };
/** A device, maybe an operation, and a number. */
export const BY_DEVICE: Form = { fits: (text) => DEVICE.test(text) || NUMBER.test(text), single: false };

/** The number of a single-valued file; `max` and -1 are undefined. */
export function valueOf(text: string): ExactInt | undefined {
  return NUMBER.test(text) ? parseExact(text) : undefined;
}

/** The numbers of a flat keyed file by their keys. Of a key that comes twice, the first. */
export function keyed(lines: readonly string[]): ReadonlyMap<string, ExactInt> {
  const numbers = new Map<string, ExactInt>();
  for (const line of lines) {
    const space = line.indexOf(' ');
    const key = line.slice(0, space);
    if (!numbers.has(key)) numbers.set(key, parseExact(line.slice(space + 1)));
  }
  return numbers;
}

/** The keys of one line of a nested keyed file, and what it begins with. */
export function nested(line: string): { readonly first: string; readonly values: ReadonlyMap<string, string> } {
  const [first = '', ...rest] = line.split(' ');
  const values = rest.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
  return { first, values: new Map(values) };
}
