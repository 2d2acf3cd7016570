import type { Report } from '../report.ts';

export interface JsonOptions {
  /** The output goes to a terminal: characters that it would act on, or that hide, are written as `\uXXXX`. */
  readonly forTerminal: boolean;
}

// Controls, format characters (bidirectional and zero-width ones, tags), separators and what fonts do not draw. The
// line feeds of the indentation stay; those of strings are escapes already.
const RISKY = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The report as JSON: two spaces of indentation, fields in the order of the type, a line feed at the end. */
export function renderJson(report: Report, { forTerminal }: JsonOptions): string {
  const json = `${JSON.stringify(inOrder(report), undefined, 2)}\n`;
  return forTerminal ? json.replace(RISKY, escaped) : json;
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
