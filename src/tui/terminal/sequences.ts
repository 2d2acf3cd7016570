/** Begin and end of an update that the terminal shows at once (DEC private mode 2026; unknown to others, who ignore it). */
export const BEGIN_UPDATE = '\u001b[?2026h';
export const END_UPDATE = '\u001b[?2026l';

/** All of the screen, without what scrolled away (`CSI 3 J` would take that, and it is the user's). */
export const CLEAR_SCREEN = '\u001b[2J';

/** To a place, rows and columns counted from 0. */
export function toPlace(row: number, column: number): string {
  return `\u001b[${row + 1};${column + 1}H`;
}

/** The rest of the row, from the cursor on. */
export const ERASE_REST = '\u001b[K';

/** So many columns from the cursor on, which stays where it is (`CSI X`). */
export function eraseColumns(columns: number): string {
  return `\u001b[${columns}X`;
}

/** To the begin of a row, counted from 0, and the row erased. Erased before it is written: afterwards that would take the last column of a full row. */
export function freshRow(row: number): string {
  return `${toPlace(row, 0)}${ERASE_REST}`;
}

export const RESET_STYLE = '\u001b[0m';

/** Bracketed paste (DEC private mode 2004). */
export const PASTE_ON = '\u001b[?2004h';
export const PASTE_OFF = '\u001b[?2004l';

/** Modes that hold on the screen of the UI: no cursor, and no wrapping, since a frame of before a resize would scroll the screen. */
export const SCREEN_MODES = '\u001b[?25l\u001b[?7l';

/** To the alternate screen, with the cursor of the normal one saved. */
export const ENTER_SCREEN = `\u001b[?1049h${SCREEN_MODES}`;

/** Back to the normal screen as it was. An update that was begun is ended: the terminal would show nothing until its own timeout. */
export const LEAVE_SCREEN = `${END_UPDATE}${RESET_STYLE}\u001b[?7h\u001b[?1049l\u001b[?25h`;
