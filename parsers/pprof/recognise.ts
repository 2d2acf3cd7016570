import type { Framing } from './framing.ts';
import type { StringTable } from './strings.ts';
import type { RawValueType } from './value-type.ts';

/** What was seen of a file that may be a profile. */
export interface Seen {
  readonly framing: Framing;
  readonly sampleTypes: readonly RawValueType[];
  readonly strings: StringTable;
  /** Samples, locations, functions and mappings that fit their form. */
  readonly records: number;
  /** Records that did not. */
  readonly lost: number;
}

const LONGEST_NAME = 200;

/**
 * Whether the strings say what every value is. A protobuf of another format practically never has an empty string 0, and
 * in field 1 messages whose numbers lead to words.
 */
export function namesResolve(types: readonly RawValueType[], strings: StringTable): boolean {
  if (types.length === 0 || strings.get(0) !== '') return false;
  return types.every(({ type, unit }) => type > 0 && isWord(strings.get(type)) && isWordOrEmpty(strings.get(unit)));
}

/**
 * Whether a file is a profile at all. Sure with a string table. Without one (Go writes it last, so a cut file has lost
 * it) several things must agree: sample types in full, records of the right form, almost nothing that contradicts.
 */
export function isProfile({ framing, sampleTypes, strings, records, lost }: Seen): boolean {
  if (namesResolve(sampleTypes, strings)) return true;
  if (strings.count > 0 && strings.get(0) !== '') return false;
  const complete = sampleTypes.length > 0 && sampleTypes.every(({ type, unit }) => type > 0 && unit > 0);
  return complete && records >= 2 && (lost + framing.mismatches) * 8 <= records;
}

function isWord(text: string | undefined): boolean {
  return text !== undefined && text !== '' && isWordOrEmpty(text);
}

function isWordOrEmpty(text: string | undefined): boolean {
  if (text === undefined || text.length > LONGEST_NAME) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // U+FFFD stands for bytes that are not UTF-8.
    if (code < 0x20 || code === 0x7f || code === 0xfffd) return false;
  }
  return true;
}
