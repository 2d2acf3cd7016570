/** How a piece of a screen looks. */
export interface Style {
  /** Number of the colour among the eight of ANSI; the terminal's own where absent. */
  readonly colour?: number;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

/** A cell of a terminal; a character of two columns is one cell, and the one after it is not there. */
export interface ScreenCell extends Style {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
}

export interface Picture {
  readonly columns: number;
  /** The cells of each row, from the left. */
  readonly rows: readonly (readonly ScreenCell[])[];
  /** What is to be seen, for those who cannot see it. */
  readonly title: string;
}

/** Pixels of a cell. */
const WIDE = 8.4;
const HIGH = 18;
/** Where the text stands in it. */
const BASE = 13;
/** Around the screen. */
const AROUND = 12;

const PAPER = '#16181d';
const INK = '#d7dae0';
const FAINT = '#8b919e';
/** Of the eight colours those that the theme uses: red, yellow, blue, cyan. */
const COLOURS: Readonly<Record<number, string>> = { 1: '#ff7b72', 3: '#e3b341', 4: '#79c0ff', 6: '#56d4dd' };
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/**
 * A screen of a terminal as a picture. Pure. Every word has its length, so that columns stand below each other whatever the font; lines between panes
 * and blocks of bars are drawn, since fonts leave gaps between them.
 */
export function screenSvg({ columns, rows, title }: Picture): string {
  const width = round(columns * WIDE + 2 * AROUND);
  const height = rows.length * HIGH + 2 * AROUND;
  const drawn = rows.flatMap((cells, row) => rowSvg(cells, AROUND + row * HIGH));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>text{font:14px ${FONT};white-space:pre;fill:${INK}}.b{font-weight:bold}.u{text-decoration:underline}</style>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function rowSvg(cells: readonly ScreenCell[], top: number): string[] {
  const bars = runs(cells, (a, b) => a.inverse && b.inverse)
    .filter(({ inverse }) => inverse)
    .map((run) => `<rect x="${x(run.column)}" y="${top}" width="${round(run.columns * WIDE)}" height="${HIGH}" fill="${INK}"/>`);
  // Beside each other they would show seams.
  const shapes = runs(cells, (a, b) => alike(a, b) && a.text.startsWith(b.text) && isShape(b)).flatMap((run) => shape(run, top));
  const words = runs(
    cells.filter((cell) => !isShape(cell)),
    alike,
  ).flatMap((run) => wordsOf(run, top));
  return [...bars, ...shapes, ...words];
}

/** Cells beside each other that belong together. */
function runs(cells: readonly ScreenCell[], together: (a: ScreenCell, b: ScreenCell) => boolean): ScreenCell[] {
  const made: ScreenCell[] = [];
  for (const cell of cells) {
    const last = made.at(-1);
    if (last !== undefined && last.column + last.columns === cell.column && together(last, cell))
      made[made.length - 1] = { ...last, text: last.text + cell.text, columns: last.columns + cell.columns };
    else made.push(cell);
  }
  return made;
}

function alike(a: Style, b: Style): boolean {
  return a.colour === b.colour && a.bold === b.bold && a.dim === b.dim && a.underline === b.underline && a.inverse === b.inverse;
}

/** The words of a run, each at its place: a gap of several blanks parts columns of a table. */
function wordsOf(run: ScreenCell, top: number): string[] {
  const words: string[] = [];
  // Beyond ASCII a character may have two columns: such a run is not taken apart.
  const parts =
    run.text.length === run.columns
      ? [...run.text.matchAll(/\S+(?: \S+)*/g)].map((one) => [one.index, one[0]] as const)
      : [[0, run.text] as const];
  for (const [at, text] of parts) {
    if (text.trim() === '') continue;
    const columns = parts.length === 1 && at === 0 && text === run.text ? run.columns : text.length;
    const classes = [...(run.bold ? ['b'] : []), ...(run.underline ? ['u'] : [])].join(' ');
    const attributes = [
      `x="${x(run.column + at)}"`,
      `y="${top + BASE}"`,
      `textLength="${round(columns * WIDE)}"`,
      'lengthAdjust="spacingAndGlyphs"',
      ...(classes === '' ? [] : [`class="${classes}"`]),
      ...(inkOf(run) === INK ? [] : [`style="fill:${inkOf(run)}"`]),
    ];
    words.push(`<text ${attributes.join(' ')}>${escaped(text)}</text>`);
  }
  return words;
}

function inkOf({ inverse, colour, dim }: Style): string {
  // On the bar of the cursor the colours of the theme cannot be read well.
  if (inverse) return PAPER;
  if (colour !== undefined) return COLOURS[colour] ?? INK;
  return dim ? FAINT : INK;
}

const BELOW = '▁▂▃▄▅▆▇█';
const LEFT = '▏▎▍▌▋▊▉█';

function isShape({ text }: ScreenCell): boolean {
  return text === '│' || (text.length === 1 && (BELOW + LEFT).includes(text));
}

/** A line between panes, or blocks of a bar or a sparkline that are as high, as a shape. */
function shape(run: ScreenCell, top: number): string[] {
  const text = run.text[0] ?? '';
  if (!isShape({ ...run, text })) return [];
  const left = AROUND + run.column * WIDE;
  const rect = (from: number, above: number, wide: number, high: number): string[] => [
    `<rect x="${round(from)}" y="${round(above)}" width="${round(wide)}" height="${round(high)}" fill="${inkOf(run)}"/>`,
  ];
  if (text === '│') return rect(left + WIDE / 2 - 0.5, top, 1, HIGH);
  const room = HIGH - 4;
  const below = BELOW.indexOf(text) + 1;
  if (below > 0) return rect(left, top + 2 + (room * (8 - below)) / 8, WIDE * run.columns, (room * below) / 8);
  return rect(left, top + 2, (WIDE * (LEFT.indexOf(text) + 1)) / 8, room);
}

function x(column: number): number {
  return round(AROUND + column * WIDE);
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
