/**
 * One thing that lines of logs say, as data. A line says it where one of the marks stands in it and the form, if there is one, is found around
 * that mark.
 */
export interface Topic {
  /** Never reused: signatures select by it. */
  readonly id: string;
  /** What such a line says, for people. */
  readonly says: string;
  /** Texts of at least four ASCII characters, of which one stands in every such line. */
  readonly marks: readonly string[];
  /**
   * Parts of the marks that wake a reader which passes over the lines of a long log. Every further text costs the search in all logs, and one
   * that healthy programs write costs more. Of a topic without them those lines count that are read anyway: the first two thousand, those near
   * others that were looked for, and the last fifty; its count is the least that there were.
   */
  readonly wakes?: readonly string[];
  /**
   * What has to stand around the mark. It sees {@link BEFORE_MARK} characters before the mark and {@link AFTER_MARK} after its beginning, and
   * has bounded repetitions only, so that its time is bounded whatever the line. Named groups are taken out of the line: those that end in
   * `Ms` are durations (of package time, or `1.5s`), those that end in `Count` numbers, all others texts.
   */
  readonly form?: RegExp;
  /** Where the line comes from: source files of Go or of a library, as `module: file`. */
  readonly source: string;
}

/** Characters before a mark that a form may look at. */
export const BEFORE_MARK = 400;
/** Characters from a mark on. */
export const AFTER_MARK = 600;
