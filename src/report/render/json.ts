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
/** Levels of the report that are written piece by piece: the report, its lists, the dumps and their groups. */
const SPLIT_DEPTH = 4;

/** {@link renderJson} in pieces: a large report does not fit in one string, which has 512 MiB at most. */
export function jsonPieces(report: Report, options: JsonOptions): Generator<string> {
  return dataPieces(inOrder(report), options);
}

/** Any plain data as JSON, in pieces as {@link jsonPieces} gives them. */
export function* dataPieces(data: object, { forTerminal }: JsonOptions): Generator<string> {
  let ready = '';
  for (const piece of pieces(data, '', SPLIT_DEPTH)) {
    ready += forTerminal ? piece.replace(RISKY, escaped) : piece;
    if (ready.length < PIECE) continue;
    yield ready;
    ready = '';
  }
  yield `${ready}\n`;
}

/** What `JSON.stringify(value, undefined, 2)` gives, at some indentation, in pieces. */
function* pieces(value: unknown, indent: string, depth: number): Generator<string> {
  if (depth === 0 || value === null || typeof value !== 'object') {
    yield JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`);
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
    yield list ? before : `${before}${JSON.stringify(key)}: `;
    yield* pieces(one ?? null, inner, depth - 1);
    before = `,\n${inner}`;
  }
  yield `\n${indent}${list ? ']' : '}'}`;
}

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
