import type { SafeText } from '../../text/safe-text.ts';

/**
 * The lines of one file, as far as they are loaded. The app provides it: views read nothing. Rows of the file view are its lines, one to one, so the
 * row of line `n` is `n − 1`, and the place to scroll to for a target with a `line` as well. When more has been loaded, the app makes the rows anew
 * (or shows the same rows again: they ask each time).
 */
export interface FileLines {
  /** Lines that are known to be there; all of them once `complete`. */
  readonly count: number;
  /** The file has been counted to its end. */
  readonly complete: boolean;
  /**
   * The text of a line, from 1; undefined while it is not loaded. Asking may start the loading. Not the word `loading`: a line of
   * the file may say that.
   */
  readonly line: (number: number) => SafeText | undefined;
  /** What is not among the lines, and why; absent where they are all there. */
  readonly left?: SafeText;
  /** Why there are no lines to show: binary, gone, changed since it was read. Absent where there are. */
  readonly problem?: SafeText;
}
