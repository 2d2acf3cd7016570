/** Colours of the text report. They only repeat what the words say. */
export interface Palette {
  readonly title: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly moderate: (text: string) => string;
  readonly weak: (text: string) => string;
  /** Places: files with lines. */
  readonly place: (text: string) => string;
  /** What stands back: excerpts, remarks. */
  readonly quiet: (text: string) => string;
}

const plain = (text: string): string => text;
const sgr =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

/** No colours at all. */
export const NO_COLOUR: Palette = { title: plain, strong: plain, moderate: plain, weak: plain, place: plain, quiet: plain };

/** The 16 colours that every terminal has, those among them that are readable on light and dark ground. */
export const TERMINAL_COLOURS: Palette = {
  title: sgr(1, 22),
  strong: sgr(31, 39),
  moderate: sgr(33, 39),
  weak: sgr(36, 39),
  place: sgr(36, 39),
  quiet: sgr(2, 22),
};
