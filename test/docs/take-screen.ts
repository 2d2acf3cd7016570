import type { ScreenCell } from '../../src/build/screen-svg.ts';
import { textWidth } from '../../src/text/width.ts';
import { startReal } from '../tui/app/real.ts';
import type { Cell } from '../tui/terminal-screen.ts';

/** Milliseconds without a change after which a screen is as it will be: the panes beside follow, files are loaded. */
const STILL = 400;

export interface TakenScreen {
  readonly rows: readonly string[];
  readonly cells: readonly (readonly ScreenCell[])[];
}

/** Types into the whole UI, and takes the screen after each text once it stands still. */
export async function takeScreens(
  path: string,
  [columns, rows]: readonly [number, number],
  texts: readonly string[],
): Promise<readonly TakenScreen[]> {
  const user = startReal([path], { columns, rows });
  const { screen } = user;
  const still = async (): Promise<readonly string[]> => {
    // While the bundle is being read there is one key.
    let last = await screen.until((shown) => shown.at(-1) !== 'q quit', 60_000);
    for (let since = performance.now(); performance.now() - since < STILL;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const now = await screen.rows();
      // What is still being loaded is not to be in a picture.
      if (now.join('\n') !== last.join('\n') || /lines so far|Loading…/.test(now.join('\n'))) since = performance.now();
      last = now;
    }
    return last;
  };
  const taken: TakenScreen[] = [];
  await still();
  for (const text of texts) {
    for (const key of text) await user.type(key);
    taken.push({ rows: await still(), cells: (await screen.cells()).map(placed) });
  }
  await user.quit();
  return taken;
}

/** The cells of a row with their places. The second column of a wide character is a cell without a text, as are those that nothing was written to. */
function placed(cells: readonly Cell[]): ScreenCell[] {
  return cells.flatMap((cell, column) => {
    if (cell.text === '' && column > 0 && textWidth(cells[column - 1]?.text ?? '') === 2) return [];
    return [{ ...cell, column, columns: Math.max(1, textWidth(cell.text)), text: cell.text === '' ? ' ' : cell.text }];
  });
}
