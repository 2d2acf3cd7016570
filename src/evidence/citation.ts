import type { SafeText } from '../text/safe-text.ts';

/**
 * How sure a statement is. `stated`: the text says it. `derived`: computed from what the text says.
 * `guessed`: a heuristic; never alone enough for a strong finding.
 */
export type Certainty = 'stated' | 'derived' | 'guessed';

/** Where a statement stands in the bundle, so that a reader can look for himself. */
export interface Citation {
  /** Path of the file as the user gave it, or inside the bundle; `<stdin>` for standard input. */
  readonly path: SafeText;
  /** First line, from 1, in the user's own file. Absent for binary artefacts such as pprof protobufs. */
  readonly firstLine?: number;
  /** Last line, inclusive. Absent for binary artefacts. */
  readonly lastLine?: number;
  /** The lines that matter, as they stand there, newline separated, shortened where long. Empty for binary artefacts. */
  readonly excerpt: SafeText;
  /** Fields of the fact that these lines state (`memory.oomKills`), or that are computed of them, where it was put together from several files; absent where they state all. */
  readonly states?: readonly string[];
}
