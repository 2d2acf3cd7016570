import type { DOMElement } from 'ink';
import type { FrameRow, Piece } from '../terminal/row-changes.ts';
import type { FrameWriter } from '../terminal/frame-writer.ts';

/** Frames are painted this long (milliseconds) after each other at least: more of them a second nobody sees. */
const APART_MS = 16;

/**
 * Paints what Ink lays out, in place of Ink, until the returned function is called. Ink makes a cell of every column and measures every character, of
 * each frame anew; here a row is the texts that stand in it, and what stays as it was costs nothing.
 *
 * Boxes and texts are what it knows, each text in one row and no wider than its box. Borders, backgrounds, styles of Ink's own and `<Static>` are not painted.
 *
 * @param box Any element of the tree.
 */
export function paintFrames(box: DOMElement, frames: Pick<FrameWriter, 'show'>): () => void {
  let root = box;
  while (root.parentNode !== undefined) root = root.parentNode;
  const [paint, stop] = apart(APART_MS, () => frames.show(frameOf(root)));
  // Ink calls this when it has laid out a tree.
  root.onRender = paint;
  return () => {
    root.onRender = () => undefined;
    stop();
  };
}

/** The rows of a laid out tree. */
export function frameOf(root: DOMElement): readonly FrameRow[] {
  const rows: Piece[][] = Array.from({ length: root.yogaNode?.getComputedHeight() ?? 0 }, () => []);
  collect(root, 0, 0, rows);
  for (const row of rows) row.sort((a, b) => a.column - b.column);
  return rows;
}

function collect(element: DOMElement, left: number, top: number, rows: readonly Piece[][]): void {
  const { yogaNode } = element;
  if (yogaNode === undefined) return;
  const column = left + yogaNode.getComputedLeft();
  const row = top + yogaNode.getComputedTop();
  if (element.nodeName === 'ink-text') {
    rows[row]?.push({ column, text: textOf(element).trimEnd() });
    return;
  }
  for (const child of element.childNodes) if (child.nodeName !== '#text') collect(child, column, row, rows);
}

function textOf(element: DOMElement): string {
  return element.childNodes.map((child) => ('nodeValue' in child ? child.nodeValue : textOf(child))).join('');
}

/** Calls a function at once, or where it was called a moment ago when the time is up: once, for all calls meanwhile. The second part gives up waiting. */
function apart(ms: number, call: () => void): readonly [() => void, () => void] {
  let last = -ms;
  let timer: NodeJS.Timeout | undefined;
  const now = (): void => {
    timer = undefined;
    last = performance.now();
    call();
  };
  const soon = (): void => {
    if (timer !== undefined) return;
    const left = last + ms - performance.now();
    if (left <= 0) now();
    else timer = setTimeout(now, left);
  };
  return [soon, () => clearTimeout(timer)];
}
