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
  const excerpt = citation.excerpt.split('\n');
  const shown = telling(excerpt, most);
  for (const text of shown) lines.push(palette.quiet(clip(`${indent}│ ${text.replaceAll('\t', '    ')}`.trimEnd(), COLUMNS)));
  const total =
    citation.firstLine === undefined || citation.lastLine === undefined ? excerpt.length : citation.lastLine - citation.firstLine + 1;
  const left = Math.max(total, excerpt.length) - shown.length;
  if (left > 0) lines.push(palette.quiet(`${indent}│ … ${left} more ${left === 1 ? 'line' : 'lines'} there`));
  return lines;
}

/**
 * As many lines of an excerpt as there is room for. Of a stack the frames of the runtime go first: that a goroutine waits says its header
 * already, and where the program waits stands below them.
 */
export function telling(excerpt: readonly string[], most: number): readonly string[] {
  if (excerpt.length <= most || !/^goroutine \d/.test(excerpt[0] ?? '')) return excerpt.slice(0, most);
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
