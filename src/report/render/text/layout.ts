import type { Citation } from '../../../evidence/citation.ts';
import { clip } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { foldCommand } from './fold-command.ts';
import type { Palette } from './palette.ts';

/** Columns of the report. Only what must be copied whole may stand out: paths, addresses, what a command has in quotes. */
export const COLUMNS = 80;

const EXCERPT_LINES = 6;

/** A heading with an empty line before it. */
export function heading(text: string, palette: Palette): string[] {
  return ['', palette.title(text)];
}

/** A paragraph, indented by two. */
export function paragraph(text: string, indent = '  '): string[] {
  return wrap(text.trim(), COLUMNS, { first: indent, rest: indent, long: 'keep' });
}

/** List items. */
export function bullets(texts: readonly string[], indent = '  '): string[] {
  return texts.flatMap((text) => wrap(text.trim(), COLUMNS, { first: `${indent}- `, long: 'keep' }));
}

/** `path:12-20`, as editors take it. */
export function placeOf({ path, firstLine, lastLine }: Citation): string {
  if (firstLine === undefined) return path;
  return lastLine === undefined || lastLine === firstLine ? `${path}:${firstLine}` : `${path}:${firstLine}-${lastLine}`;
}

/** A citation: the place, and the lines that stand there. */
export function cited(citation: Citation, palette: Palette, indent: string, most = EXCERPT_LINES): string[] {
  const lines = [`${indent}${palette.place(placeOf(citation))}`];
  if (citation.excerpt === '' || most === 0) return lines;
  const { shown, left } = quoted(citation, most);
  for (const text of shown) lines.push(palette.quiet(clip(`${indent}│ ${text.replaceAll('\t', '    ')}`.trimEnd(), COLUMNS)));
  if (left > 0) lines.push(palette.quiet(`${indent}│ … ${left} more ${left === 1 ? 'line' : 'lines'} there`));
  return lines;
}

const STACK = /^goroutine \d/;
/** What stands in an excerpt for lines that were left out of it. */
const GAP = /^… \((\d+) more lines?\)$/;

/** The lines of a citation that there is room for, and how many stand at its place besides; those that the excerpt itself counts are not counted twice. */
export function quoted(
  { firstLine, lastLine, excerpt }: Citation,
  most: number,
): { readonly shown: readonly string[]; readonly left: number } {
  const lines = excerpt.split('\n');
  const shown = lines.length <= most ? lines : telling(withoutGap(lines), most);
  const counted = shown.flatMap((line) => GAP.exec(line)?.[1] ?? []);
  const there = firstLine === undefined || lastLine === undefined ? 0 : lastLine - firstLine + 1;
  const left = Math.max(there, lines.length) - shown.length - counted.reduce((sum, number) => sum + Number(number) - 1, 0);
  return { shown, left: Math.max(0, left) };
}

/** Where not all fits, what was left out is said once, at the end. Of a stack frames are left out in any case; other lines end at the gap. */
function withoutGap(lines: readonly string[]): readonly string[] {
  if (STACK.test(lines[0] ?? '')) return lines.filter((line) => !GAP.test(line));
  const gap = lines.findIndex((line) => GAP.test(line));
  return gap > 0 ? lines.slice(0, gap) : lines;
}

/**
 * As many lines of an excerpt as there is room for. Of a stack the frames of the runtime go first: that a goroutine waits says its header
 * already, and where the program waits stands below them.
 */
export function telling(excerpt: readonly string[], most: number): readonly string[] {
  if (excerpt.length <= most || !STACK.test(excerpt[0] ?? '')) return excerpt.slice(0, most);
  const kept: string[] = [];
  let inRuntime = false;
  for (const line of excerpt) {
    if (!line.startsWith('\t')) inRuntime = line.startsWith('runtime.');
    if (!inRuntime) kept.push(line);
  }
  // A goroutine of the runtime has no other frames.
  return (kept.length > 1 ? kept : excerpt).slice(0, most);
}

/** Commands, each with its reason. A command stands on lines of its own, broken only where a shell lets it be: it is there to be copied. */
export function commands(steps: readonly { readonly command: string; readonly why: string }[], indent = '  '): string[] {
  return steps.flatMap(({ command, why }) => [
    ...bullets([why], indent),
    ...command
      .trimEnd()
      .split('\n')
      .flatMap((line) => foldCommand(line, COLUMNS - indent.length - 4))
      .map((line) => `${indent}    ${line}`),
  ]);
}
