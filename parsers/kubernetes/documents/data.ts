/**
 * Structured data of a document (JSON or YAML) with the places of its parts. Mappings are `Map`s: their keys come from outside, and
 * `__proto__` is a key like any other.
 */
export type Data = MapData | ListData | ScalarData;

/** Where a part stands. A value of a mapping begins where its key does. */
interface Placed {
  /** First and last line in the user's file, from 1. */
  readonly line: number;
  readonly lastLine: number;
  /** Offsets in the text of the document. */
  readonly start: number;
  readonly end: number;
}

export interface MapData extends Placed {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Data>;
}

export interface ListData extends Placed {
  readonly kind: 'list';
  readonly items: readonly Data[];
}

/** A text, a number as it is written (its digits are not rounded), a truth value or nothing. */
export interface ScalarData extends Placed {
  readonly kind: 'text' | 'number' | 'flag' | 'null';
  readonly text: string;
  /** Of a text that stands line by line in the file (a YAML block): the line of its first one. */
  readonly blockLine?: number;
}

/** A document, or an item of a list, that has been read. */
export interface Document {
  readonly data: Data;
  /** Its text, for excerpts. */
  readonly text: string;
  /** It ends in the middle: the file does. What stands before the end has been read. */
  readonly cut: boolean;
}

/** Why a document could not be read, and where. */
export interface DocumentProblem {
  readonly reason: string;
  /** In the user's file, from 1. */
  readonly line: number;
  readonly column: number;
  /** Lines of the document. */
  readonly lines: number;
}

/** Fields that are never read: they are large, and may hold whole objects with their secrets once more. */
export const UNREAD_FIELDS: ReadonlySet<string> = new Set(['managedFields', 'annotations']);
/** Deeper than any object of Kubernetes is nested. */
export const DEEPEST = 100;
/** Parts of one document, at most. */
export const MOST_NODES = 500_000;

/** The part at a path of keys; undefined where there is none. */
export function at(data: Data | undefined, ...path: readonly string[]): Data | undefined {
  let part = data;
  for (const key of path) part = part?.kind === 'map' ? part.entries.get(key) : undefined;
  return part;
}

/** The elements of the list at a path; none where there is no list. */
export function listAt(data: Data | undefined, ...path: readonly string[]): readonly Data[] {
  const part = at(data, ...path);
  return part?.kind === 'list' ? part.items : [];
}

/** The text at a path; undefined where there is none, or an empty one. */
export function textAt(data: Data | undefined, ...path: readonly string[]): string | undefined {
  const part = at(data, ...path);
  if (part === undefined || part.kind === 'map' || part.kind === 'list' || part.kind === 'null' || part.text === '') return undefined;
  return part.text;
}

/** The whole number at a path, within what a double holds exactly. */
export function wholeAt(data: Data | undefined, ...path: readonly string[]): number | undefined {
  const text = textAt(data, ...path);
  if (text === undefined || !/^-?\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The truth value at a path. */
export function flagAt(data: Data | undefined, ...path: readonly string[]): boolean | undefined {
  const part = at(data, ...path);
  return part?.kind === 'flag' ? part.text === 'true' : undefined;
}

/** Unix milliseconds of the time at a path (RFC 3339). */
export function timeAt(data: Data | undefined, ...path: readonly string[]): number | undefined {
  const text = textAt(data, ...path);
  if (text === undefined || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const value = Date.parse(text);
  return Number.isNaN(value) ? undefined : value;
}
