import type { Scope } from '../../evidence/scope.ts';

/** What one line of a wrapped log carries. */
export interface Peeled {
  /** What the program printed. May hold line ends: each part is a line of its own then. */
  readonly text: string;
  /** Who printed it: lines of different streams never belong to one artefact. Absent where the wrapper does not say. */
  readonly stream?: string;
  /** Whose output it is, as far as the wrapper says. */
  readonly scope?: Scope;
  /** The printed line goes on in the next line of the same stream (a container runtime cuts at 16 KiB). */
  readonly partial?: boolean;
}

/**
 * One way in which a platform wraps the lines that a program prints: a prefix, a record of JSON, a markup. Pure: a line
 * in, what it carries out. Whether a file is wrapped so is decided by vote over its first lines (detect.ts).
 */
export interface Wrapper {
  /** As the inventory names it. */
  readonly name: string;
  /** Smallest share of the non-empty sample lines that must have this form, 0 to 1. */
  readonly share: number;
  /** Smallest number of sample lines that must have it; 1 for forms that nothing else has. */
  readonly least: number;
  /** The text may stand in the file in another form than its own (bytes as numbers): a search in the file would miss it. */
  readonly hides?: boolean;
  /** What stands before the text decides alone whose it is: lines with the same prefix, but for the digits of a time in it, are peeled alike. */
  readonly fixed?: boolean;
  /** What the line carries; undefined where it does not have this form. */
  readonly peel: (line: string) => Peeled | undefined;
  /** A time of the line, comparable within one file: to see that the newest stands first. Looked at in the sample only. */
  readonly time?: (line: string) => number | undefined;
  /** A further line of the message before it, where the wrapper prints no prefix there: what it carries. */
  readonly continuation?: (line: string) => string | undefined;
  /** A last look at the sample: false where it cannot be, although enough lines have the form. */
  readonly plausible?: (sample: readonly string[]) => boolean;
}
