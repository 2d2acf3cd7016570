import { placeOf } from '../../../src/report/render/text/layout.ts';
import type { StyledLine } from '../../../src/tui/styled.ts';
import type { Rows, Target } from '../../../src/tui/view.ts';

/**
 * Rows as plain text, with what cannot be seen at the end of each: the roles of its spans, where it leads, its place. `^` is a heading that
 * stays, `-` a row that the cursor passes over.
 */
export function render(rows: Rows, from = 0, to = rows.count): string {
  const lines = rows.head.map((line) => `^|${text(line)}|${about(line)}`);
  if (from > 0) lines.push(`  (${from} rows)`);
  for (let at = from; at < Math.min(to, rows.count); at++) {
    const line = rows.line(at);
    const target = rows.target?.(at);
    const place = rows.place?.(at);
    const behind = [
      ...(target === undefined ? [] : [`-> ${targetText(target)}`]),
      ...(place === undefined ? [] : [`@ ${placeOf(place)}`]),
    ].join(' ');
    lines.push(
      `${rows.selectable?.(at) === false ? '-' : ' '}|${text(line)}|${[about(line), behind].filter((one) => one !== '').join(' ')}`,
    );
  }
  if (to < rows.count) lines.push(`  (${rows.count - to} rows)`);
  return lines.join('\n');
}

export function text(line: StyledLine): string {
  return line.map((span) => span.text).join('');
}

function about(line: StyledLine): string {
  return line
    .map(({ role }) => role ?? '.')
    .join(' ')
    .replaceAll(/(?: ?\.)+$/g, '');
}

function targetText({ view, ...rest }: Target): string {
  return [view, ...Object.values(rest)].join(' ');
}
