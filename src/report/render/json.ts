import type { Report } from '../report.ts';

export interface JsonOptions {
  /** The output goes to a terminal: characters that it would act on, or that hide, are written as `\uXXXX`. */
  readonly forTerminal: boolean;
}

// Controls, format characters (bidirectional and zero-width ones, tags), separators and what fonts do not draw. The
// line feeds of the indentation stay; those of strings are escapes already.
const RISKY = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The report as JSON: two spaces of indentation, fields in the order of the type, a line feed at the end. */
export function renderJson(report: Report, options: JsonOptions): string {
  return [...jsonPieces(report, options)].join('');
}

/** Levels of the report that are written piece by piece: the report, its lists, the dumps, their lists, and the groups. */
const SPLIT_DEPTH = 5;

/** {@link renderJson} in pieces: a large report does not fit in one string, which has 512 MiB at most. */
export function jsonPieces(report: Report, options: JsonOptions): Generator<string> {
  return dataPieces(inOrder(report), options);
}

/** Any plain data as JSON, in pieces as {@link jsonPieces} gives them. */
export function* dataPieces(data: object, { forTerminal }: JsonOptions): Generator<string> {
  for (const piece of pieces(data, 0)) yield forTerminal ? piece.replace(RISKY, escaped) : piece;
  yield '\n';
}

/** What `JSON.stringify(value, undefined, 2)` gives inside so many lists or objects, in pieces. */
function* pieces(value: unknown, level: number): Generator<string> {
  if (level === SPLIT_DEPTH && isCited(value)) {
    yield* cited(value, level);
    return;
  }
  if (level === SPLIT_DEPTH || value === null || typeof value !== 'object') {
    yield whole(value, level);
    return;
  }
  const indent = '  '.repeat(level);
  const list = Array.isArray(value);
  const fields = Object.entries(value).filter(([, one]) => list || one !== undefined);
  if (fields.length === 0) {
    yield list ? '[]' : '{}';
    return;
  }
  const inner = `${indent}  `;
  let before = list ? `[\n${inner}` : `{\n${inner}`;
  for (const [key, one] of fields) {
    yield list ? before : `${before}${JSON.stringify(key)}: `;
    yield* pieces(one ?? null, level + 1);
    before = `,\n${inner}`;
  }
  yield `\n${indent}${list ? ']' : '}'}`;
}

function isCited(value: unknown): value is { readonly citations: readonly unknown[] } {
  return (
    value !== null &&
    typeof value === 'object' &&
    Object.hasOwn(value, 'citations') &&
    Array.isArray((value as { citations: unknown }).citations)
  );
}

/**
 * A fact with its citations apart: their excerpts have a character of 16 bits where lines are left out, and a text with one of these takes
 * twice the room.
 */
function* cited(fact: { readonly citations: readonly unknown[] }, level: number): Generator<string> {
  const text = whole({ ...fact, citations: 0 }, level);
  const key = `\n${'  '.repeat(level + 1)}"citations": `;
  // No text in it has a line feed, so that only the field can be found.
  const at = text.indexOf(key) + key.length;
  yield text.slice(0, at);
  yield whole(fact.citations, level + 1);
  yield text.slice(at + 1);
}

/** The same as one text: as many lists around the value give it its indentation, and are taken off. */
function whole(value: unknown, level: number): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let inner = value;
  for (let i = 0; i < level; i++) inner = [inner];
  // Of each list stand before the value a bracket, a line feed and one more step of indentation, and behind it a line feed, a step less and a bracket.
  const before = level * (level + 3);
  const behind = level * (level + 1);
  const text = JSON.stringify(inner, undefined, 2);
  return text.slice(before, text.length - behind);
}

/** The top level in the order of the type, however the report was made; fields of later versions stay, at the end. */
function inOrder(report: Report): Report {
  const { $schema, schemaVersion, tool, bundle, verdict, findings, inconclusive, cleared, refuted, ...rest } = report;
  const { notApplicable, signatureErrors, exits, facts, timeline, timelineLeftOut, warnings, errors, ...unknown } = rest;
  const head = { $schema, schemaVersion, tool, bundle, verdict, findings, inconclusive, cleared, refuted };
  const left = timelineLeftOut === undefined ? {} : { timelineLeftOut };
  return { ...head, notApplicable, signatureErrors, exits, facts, timeline, ...left, warnings, errors, ...unknown };
}

/** Every UTF-16 unit of a character as a JSON escape. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
