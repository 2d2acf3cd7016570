import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/**
 * What lines of a log say that a root cause needs: all lines of one file and scope that say the same, as the table of topics
 * (parsers/log) has it. Not every line: a log is mostly other lines. The citations are the first and, where there are several, the last of them.
 */
export interface LogFact extends FactBase {
  readonly type: 'log';
  /** Id of the topic: `http-server-closed`, `fork-eagain`, `etcd-slow-fsync`, …; `last-words` and `last-error` are guesses, see docs/parsers/log.md. */
  readonly topic: SafeText;
  /** The first line of them, as it stands there without its wrapper. */
  readonly message: SafeText;
  /** Lines that say it. In a long log of some topics only those count that were read anyway: then there were at least so many. */
  readonly count: number;
  /** Values that the topic takes out of the first line, by name. */
  readonly values: readonly { readonly name: SafeText; readonly value: SafeText }[];
  /** Numbers that it takes out of the lines, the largest of each, by name; units are part of the name: `tookMs`. */
  readonly largest: readonly { readonly name: SafeText; readonly value: number }[];
  /** Unix milliseconds of the first and the last of them, where these lines have a time with its zone. */
  readonly firstUnixMs?: number;
  readonly lastUnixMs?: number;
  /** Nothing follows the last of them but empty lines: it was the last thing the process said. */
  readonly atEnd: boolean;
}
