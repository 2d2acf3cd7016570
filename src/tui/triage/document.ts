import { oneLine } from '../../text/safe-text.ts';
import type { TriageEntry } from './triage.ts';

/** `major.minor` of the file. A higher minor only adds. */
export const TRIAGE_VERSION = '1.0';

type Fields = Readonly<Record<string, unknown>>;

/** The file as it was read: what this version does not know stays in it. */
export interface TriageDocument {
  readonly fields: Fields;
  readonly list: readonly unknown[];
  /** What is known of it, by the finding's key. */
  readonly entries: ReadonlyMap<string, TriageEntry>;
}

/** What a file that is not there yet holds. */
export const EMPTY: TriageDocument = { fields: { schemaVersion: TRIAGE_VERSION }, list: [], entries: new Map() };

const MARKS: ReadonlySet<unknown> = new Set(['open', 'confirmed', 'dismissed']);

/** Reads the text of a file. Pure. A string says, in words, why it is none of ours. */
export function parseTriage(text: string): TriageDocument | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return `it is not valid JSON (${oneLine(error instanceof Error ? error.message : String(error))})`;
  }
  if (!isObject(parsed)) return 'it is no JSON object';
  const version = /^(\d{1,6})\.(\d{1,6})$/.exec(String(parsed['schemaVersion']));
  if (version === null) return 'it has no schemaVersion such as "1.0"';
  if (version[1] !== '1') return `its version is ${version[0]}, and this version of Goroner knows 1`;
  const list: unknown = parsed['entries'];
  if (!Array.isArray(list)) return 'it has no list of entries';
  // A later minor version may know more marks: its entries stay in the file as they are.
  const later = Number(version[2]) > 0;
  const entries = new Map<string, TriageEntry>();
  for (const [at, one] of (list as readonly unknown[]).entries()) {
    const entry = entryOf(one);
    if (typeof entry !== 'string') entries.set(entry.fingerprint, entry);
    else if (!later) return `entry ${at + 1}: ${entry}`;
  }
  return { fields: parsed, list, entries };
}

function entryOf(one: unknown): TriageEntry | string {
  if (!isObject(one)) return 'it is no object';
  const { fingerprint, mark, note = '' } = one;
  if (typeof fingerprint !== 'string' || fingerprint === '') return 'it has no fingerprint';
  if (!MARKS.has(mark)) return 'its mark is none of open, confirmed and dismissed';
  if (typeof note !== 'string') return 'its note is no text';
  return { fingerprint, mark: mark as TriageEntry['mark'], note };
}

/** The text of the file with these entries in it. All else stays: unknown fields, entries of other findings, their order. Pure. */
export function updatedTriage({ fields, list }: TriageDocument, changes: readonly TriageEntry[]): string {
  const updated: unknown[] = [...list];
  for (const { fingerprint, mark, note } of changes) {
    // Of entries of one finding the last one holds.
    const at = updated.findLastIndex((one) => isObject(one) && one['fingerprint'] === fingerprint);
    const before = at < 0 ? undefined : updated[at];
    const entry = { ...(isObject(before) ? before : {}), fingerprint, mark, note };
    if (at < 0) updated.push(entry);
    else updated[at] = entry;
  }
  return `${JSON.stringify({ ...fields, entries: updated }, undefined, 2)}\n`;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
