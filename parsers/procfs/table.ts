import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Line } from '../../src/text/line.ts';
import type { ArtefactKind, ParserContext } from '../parser.ts';

/** What a reader makes of a line. */
export type Taken =
  /** Read. */
  | 'taken'
  /** Of this table, but damaged: counted. */
  | 'damaged'
  /** Not of this table, which may go on behind it. */
  | 'foreign'
  /** Not of this table, and the table is over. */
  | 'over';

/** Reads one table or file from its first line on. */
export interface Table {
  readonly kind: ArtefactKind;
  /** Of files of a process: which. The same one again is of another moment. */
  readonly file?: string;
  /** Reads a line; the first one is offered again. */
  read(text: string, line: Line): Taken;
  /** What a citation shows of a line that was read; nothing where undefined. All of it where there is no such method. */
  show?(text: string): string | undefined;
  /** The facts; none where too little was read. Parts of a process are put together by the caller. */
  finish(common: TableEnd): readonly FactDraft[];
}

/** What the caller knows when a table ends. */
export interface TableEnd extends Pick<FactDraft, 'citations' | 'scope'> {
  /** Lines that could not be read. */
  readonly unparsedLines: number;
}

/** A kind of table: how it begins. */
export interface TableKind {
  /** A reader for the table that this line begins, or undefined. Cheap: every line of a log is asked. */
  readonly begin: (text: string) => Table | undefined;
}

/** Path and scope of a source. */
export type Source = ParserContext['source'];
