/** Exit codes of every command. */
export const EXIT = {
  /** Nothing was found (or the command has no findings to speak of). */
  clean: 0,
  /** There are findings, or a check failed. */
  findings: 1,
  /** The command could not run. */
  failed: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
