import type { SafeText } from '../../text/safe-text.ts';
import { foldCommand } from '../../report/render/text/fold-command.ts';
import { EMPTY, prose, type Row, textRow } from './rows.ts';

/** A heading with what stands under it; nothing where that is nothing. */
export function section(title: string, rows: readonly Row[]): Row[] {
  return rows.length === 0 ? [] : [EMPTY, textRow(title, 'title'), ...rows];
}

/** List items, folded. */
export function bullets(texts: readonly string[], width: number, indent = '  '): Row[] {
  return texts.flatMap((text) => prose(text, width, { first: `${indent}- ` }));
}

/** Commands, each with its reason. `y` copies the command whole, however it is folded on the screen. */
export function commandRows(
  steps: readonly { readonly command: SafeText | string; readonly why: SafeText | string }[],
  width: number,
  indent = '  ',
): Row[] {
  return steps.flatMap(({ command, why }) => {
    const quote = command.trimEnd();
    const inner = `${indent}    `;
    const paragraph = {};
    return [
      ...prose(why, width, { first: `${indent}- `, quote }),
      ...quote
        .split('\n')
        .flatMap((line) => foldCommand(line, Math.max(20, width - inner.length)))
        // A word in quotes may be wider than the pane; it goes on in the next row then, and is copied whole.
        .flatMap((line) =>
          hardFold(line, Math.max(1, width - inner.length)).map((one) => textRow(`${inner}${one}`, 'strong', { paragraph, quote })),
        ),
    ];
  });
}

/** Cuts a command at the edge. Commands are ASCII for the most part; what is not is cut by the row itself. */
function hardFold(line: string, width: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < line.length; at += width) pieces.push(line.slice(at, at + width));
  return pieces;
}
