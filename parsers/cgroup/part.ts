import type { Citation } from '../../src/evidence/citation.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import type { Line } from '../../src/text/line.ts';
import { type SafeText, oneLine } from '../../src/text/safe-text.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import type { Place } from './place.ts';

/** A control group as far as one of its files tells. */
export type CgroupDraft = Extract<FactDraft, { readonly type: 'cgroup' }>;

/** What one control file came to. */
export interface ReadFile {
  readonly draft: CgroupDraft;
  /** It says something that is used: a group of which nothing else is known is none. */
  readonly states: boolean;
  /** Lines that do not fit, and the first of them. */
  readonly unread: number;
  readonly firstUnread?: Line;
}

/** A line of a control file: what the file says, and the line as it stands in the bundle, which may have its name before it. */
export interface Row {
  readonly content: string;
  readonly line: Line;
}

/** Lines of a citation, at most. */
const EXCERPT_LINES = 30;

/** Reads the lines of one control file, and the line above them that names it; undefined where none of them is of its form. Empty lines do not count. */
export function readControlFile(
  { file, group, ofController }: Place,
  rows: readonly Row[],
  source: { readonly path: SafeText; readonly scope: Scope },
  head?: Line,
): ReadFile | undefined {
  const fitting: Row[] = [];
  const unread: Line[] = [];
  for (const { line, content } of rows) {
    const text = content.trim();
    if (text === '') continue;
    if (line.cut !== true && file.form.fits(text) && !(file.form.single && fitting.length > 0)) fitting.push({ line, content: text });
    else unread.push(line);
  }
  const [first] = fitting;
  const last = fitting.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const version = file.version ?? (ofController ? 1 : undefined);
  const stated = file.read(fitting.map(({ content }) => content));
  const telling = fitting.filter(({ content }) => file.tells?.test(content) !== false);
  const shown = [...(head === undefined ? [] : [head.text]), ...telling.slice(0, EXCERPT_LINES).map(({ line }) => line.text.trim())];
  const citation: Citation = {
    path: source.path,
    firstLine: (head ?? first.line).number,
    lastLine: last.line.number,
    excerpt: excerpt(shown),
  };
  const [firstUnread] = unread;
  return {
    draft: {
      type: 'cgroup',
      certainty: 'stated',
      citations: [citation],
      scope: source.scope,
      ...(version === undefined ? {} : { version }),
      ...stated,
      group: oneLine(group === '' ? '.' : group),
      unparsedLines: unread.length,
    },
    states: Object.keys(stated).length > 0,
    unread: unread.length,
    ...(firstUnread === undefined ? {} : { firstUnread }),
  };
}
