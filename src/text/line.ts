/** One line of a text artefact, without its line end, with its place in the file that the user knows. */
export interface Line {
  /** The text as decoded (UTF-8 with replacement), not yet safe to show. Wrappers such as log prefixes are peeled. */
  readonly text: string;
  /** The line number in the user's own file, from 1. */
  readonly number: number;
  /** Bytes that the text takes in the file, its end left out, where the reader of the file knows. */
  readonly bytes?: number;
  /** True where the line was longer than the limit and its middle was left out; counted as a limit that was hit. */
  readonly cut?: boolean;
}
