import { remembered } from '../../text/remembered.ts';
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

/** Characters of a piece, at least. */
const PIECE = 64 * 1024;
/** Levels of the report that are written piece by piece: the report, its lists, the dumps, their lists, and the groups. */
const SPLIT_DEPTH = 5;

/** {@link renderJson} in pieces: a large report does not fit in one string, which has 512 MiB at most. */
export function jsonPieces(report: Report, options: JsonOptions): Generator<string> {
  return dataPieces(inOrder(report), options);
}

/** Any plain data as JSON, in pieces as {@link jsonPieces} gives them. */
export function* dataPieces(data: object, { forTerminal }: JsonOptions): Generator<string> {
  let ready = '';
  for (const piece of pieces(data, '', SPLIT_DEPTH, new Map())) {
    ready += forTerminal ? piece.replace(RISKY, escaped) : piece;
    if (ready.length < PIECE) continue;
    yield ready;
    ready = '';
  }
  yield `${ready}\n`;
}

/** What `JSON.stringify(value, undefined, 2)` gives, at some indentation, in pieces. */
function* pieces(value: unknown, indent: string, depth: number, frames: Map<unknown, string>): Generator<string> {
  if (depth === 0 || value === null || typeof value !== 'object') {
    yield whole(value, indent, frames);
    return;
  }
  const list = Array.isArray(value);
  const fields = Object.entries(value).filter(([, one]) => list || one !== undefined);
  if (fields.length === 0) {
    yield list ? '[]' : '{}';
    return;
  }
  const inner = `${indent}  `;
  let before = list ? `[\n${inner}` : `{\n${inner}`;
  for (const [key, one] of fields) {
    yield list ? before : `${before}${quoted(key)}: `;
    yield* pieces(one ?? null, inner, depth - 1, frames);
    before = `,\n${inner}`;
  }
  yield `\n${indent}${list ? ']' : '}'}`;
}

/**
 * The same as one text. `frames` remembers the frames of stacks, since groups share most of them: what they became, with the indentation
 * before it.
 */
function whole(value: unknown, indent: string, frames: Map<unknown, string>): string {
  if (typeof value === 'string') return value.length > LONGEST_REMEMBERED ? JSON.stringify(value) : quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  let text = '';
  if (Array.isArray(value)) {
    for (const one of value as readonly unknown[]) text += `${text === '' ? '' : ','}\n${inner}${whole(one, inner, frames)}`;
    return text === '' ? '[]' : `[${text}\n${indent}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const one = fields[key];
    if (one === undefined) continue;
    const written = key === 'frames' && Array.isArray(one) ? framesText(one, inner, frames) : whole(one, inner, frames);
    text += `${text === '' ? '' : ','}\n${inner}${quoted(key)}: ${written}`;
  }
  return text === '' ? '{}' : `{${text}\n${indent}}`;
}

/** A list of frames: each is written once. */
function framesText(list: readonly unknown[], indent: string, frames: Map<unknown, string>): string {
  const inner = `${indent}  `;
  let text = '';
  for (const one of list) {
    let written = frames.get(one);
    if (written?.startsWith(`\n${inner}{`) !== true) {
      written = `\n${inner}${whole(one, inner, frames)}`;
      if (frames.size >= MOST_FRAMES) frames.clear();
      frames.set(one, written);
    }
    text += text === '' ? written : `,${written}`;
  }
  return text === '' ? '[]' : `[${text}\n${indent}]`;
}

/** Frames that are remembered at once. */
const MOST_FRAMES = 50_000;
/** Longer texts hardly come twice. */
const LONGEST_REMEMBERED = 100;
const quoted = remembered((text) => JSON.stringify(text));

/** The top level in the order of the type, however the report was made; fields of later versions stay, at the end. */
function inOrder(report: Report): Report {
  const { $schema, schemaVersion, tool, bundle, verdict, findings, inconclusive, cleared, refuted, ...rest } = report;
  const { notApplicable, signatureErrors, facts, timeline, warnings, errors, ...unknown } = rest;
  const head = { $schema, schemaVersion, tool, bundle, verdict, findings, inconclusive, cleared, refuted };
  return { ...head, notApplicable, signatureErrors, facts, timeline, warnings, errors, ...unknown };
}

/** Every UTF-16 unit of a character as a JSON escape. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
