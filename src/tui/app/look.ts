import type { Role } from '../styled.ts';
import { CURSOR_ROW, type TextStyle, themeOf } from '../terminal/theme.ts';

/** How things look on this terminal. Components know roles; what these are in colour is decided once, at the start. */
export interface Look {
  /** A text in the style of a role, as the terminal takes it. Ends only what it has begun: the row around may be inverse. */
  readonly paint: (text: string, role: Role | undefined) => string;
  /** The row under the cursor. Seen without colour, too. */
  readonly inverse: (text: string) => string;
}

/** Numbers of SGR that begin and end a style (ECMA-48, 8.3.117). */
const COLOURS = { red: 31, yellow: 33, blue: 34, cyan: 36 } as const;

/** The look that a terminal has: with the 16 colours, or with bold, faint and underlined alone. */
export function makeLook(terminal: { readonly colour: boolean }): Look {
  const theme = themeOf(terminal);
  const marks = new Map(Object.entries(theme).map(([role, style]) => [role, wrapping(style)]));
  const [begin, end] = wrapping(CURSOR_ROW);
  return {
    paint: (text, role) => {
      const mark = role === undefined ? undefined : marks.get(role);
      return mark === undefined || text === '' ? text : `${mark[0]}${text}${mark[1]}`;
    },
    inverse: (text) => `${begin}${text}${end}`,
  };
}

function wrapping({ color, bold, dimColor, underline, inverse }: TextStyle): readonly [string, string] {
  const pairs: (readonly [number, number])[] = [];
  if (bold === true) pairs.push([1, 22]);
  if (dimColor === true) pairs.push([2, 22]);
  if (underline === true) pairs.push([4, 24]);
  if (inverse === true) pairs.push([7, 27]);
  if (color !== undefined) pairs.push([COLOURS[color], 39]);
  if (pairs.length === 0) return ['', ''];
  const sgr = (numbers: readonly number[]) => `\u001b[${[...new Set(numbers)].join(';')}m`;
  return [sgr(pairs.map(([begin]) => begin)), sgr(pairs.map(([, end]) => end))];
}
