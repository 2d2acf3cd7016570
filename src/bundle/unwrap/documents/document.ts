import type { Line } from '../../../text/line.ts';
import type { Peeled } from '../wrapper.ts';

/** One record of an export: what it carries, and where it stands. */
export interface DocumentRecord extends Peeled {
  /** Line in the user's file: of the text itself. */
  readonly number: number;
  /** Comparable within one file. */
  readonly time?: number;
}

/** An export whose records span lines: it has to be read whole. Pure. */
export interface DocumentFormat {
  /** As the inventory names it. */
  readonly name: string;
  /** By its first lines. */
  readonly fits: (sample: readonly string[]) => boolean;
  /** The records; undefined where it turns out to be something else: its lines are then read as they are. */
  readonly records: (lines: readonly Line[]) => readonly DocumentRecord[] | undefined;
}
