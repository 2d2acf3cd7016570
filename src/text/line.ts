/** One line of a text artefact, without its line end, with its place in the file that the user knows. */
export interface Line {
  /** The text as decoded (UTF-8 with replacement), not yet safe to show. Wrappers such as log prefixes are peeled. */
  readonly text: string;
  /** The line number in the user's own file, from 1. */
  readonly number: number;
  /**
   * Its place among the lines of its stream, from 1: what tells which lines stand next to each other. Absent where that is the number: records
   * of a wrapper may span lines, streams share a file, and the newest line may stand first.
   */
  readonly order?: number;
  /** Bytes that the text takes in the file, its end left out, where the reader of the file knows. */
  readonly bytes?: number;
  /**
   * The line as it stands in the file, where something was peeled off it: the time that a platform has put before it is there. Absent where the text is
   * the line.
   */
  readonly raw?: string;
  /** True where the text ends in this line, without a line end: it may be cut. */
  readonly open?: boolean;
  /** True where the line was longer than the limit and its middle was left out; counted as a limit that was hit. */
  readonly cut?: boolean;
}

/** The place of a line among the lines of its stream. */
export function orderOf(line: Line): number {
  return line.order ?? line.number;
}
