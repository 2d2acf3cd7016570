import type { Citation } from '../../src/evidence/citation.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Line } from '../../src/text/line.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import type { SourceInfo } from '../parser.ts';
import type { MachineFile } from './files.ts';

/** A line of a file: what the file says, and the line as it stands in the bundle, which may have its name before it. */
export interface Row {
  readonly content: string;
  readonly line: Line;
}

/** Lines of a citation, at most. */
const EXCERPT_LINES = 12;

/** What the lines of one file come to; undefined where they state nothing that is used. */
export function machinePart(
  file: MachineFile,
  rows: readonly Row[],
  { path, scope }: Pick<SourceInfo, 'path' | 'scope'>,
  more: { readonly head?: Line; readonly unparsedLines?: number } = {},
): FactDraft | undefined {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined || file.read === undefined) return undefined;
  const fields = file.read(rows.map(({ content }) => content));
  if (Object.keys(fields).length === 0) return undefined;
  const { head, unparsedLines = 0 } = more;
  const shown = [...(head === undefined ? [] : [head.text]), ...rows.slice(0, EXCERPT_LINES).map(({ line }) => line.text.trim())];
  const citation: Citation = { path, firstLine: (head ?? first.line).number, lastLine: last.line.number, excerpt: excerpt(shown) };
  return { type: 'machine', certainty: 'stated', citations: [citation], scope, ...fields, unparsedLines };
}
