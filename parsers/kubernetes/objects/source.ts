import type { Citation } from '../../../src/evidence/citation.ts';
import type { Scope } from '../../../src/evidence/scope.ts';
import { type SafeText, oneLine, sanitize } from '../../../src/text/safe-text.ts';
import { cite } from '../../goroutine-dump/excerpt.ts';
import type { FactDraft } from '../../../src/evidence/facts/index.ts';
import type { EmbeddedText } from '../../parser.ts';
import type { Data, Document } from '../documents/data.ts';

/** Lines of a part that are shown. */
const EXCERPT_LINES = 8;
/** Characters of a text (a name, a message) that are kept. */
const LONGEST_NAME = 300;
const LONGEST_MESSAGE = 4096;

/** What the readers of objects hand over. */
export interface ObjectContext {
  readonly path: SafeText;
  /** Of the file. */
  readonly scope: Scope;
  readonly emit: (draft: FactDraft) => void;
  readonly embedded: (text: EmbeddedText) => void;
}

/** Cites a part of a document by its lines, as they stand there. */
export function citePart(path: SafeText, { text }: Document, part: Data): Citation {
  const raw = text.slice(part.start, Math.min(part.end, part.start + 8192)).trimEnd();
  const lines = raw.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const column = part.start - (text.lastIndexOf('\n', part.start - 1) + 1);
  const shown = lines.map((line, i) => (i === 0 ? line : line.slice(Math.min(Math.max(line.search(/\S/), 0), column))));
  return cite(path, part.line, Math.max(part.line, part.line + lines.length - 1), shown, EXCERPT_LINES);
}

/** A name: it stays on one line. */
export function name(text: string): SafeText {
  return oneLine(text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text);
}

/** A message. */
export function message(text: string): SafeText {
  return sanitize(text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text);
}

/** The fields of an object whose value is there. */
export function present<T extends Readonly<Record<string, unknown>>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** A name that may be absent. */
export function nameOf(text: string | undefined): SafeText | undefined {
  return text === undefined ? undefined : name(text);
}

/** A message that may be absent. */
export function messageOf(text: string | undefined): SafeText | undefined {
  return text === undefined ? undefined : message(text);
}
