import { sanitize } from '../../text/safe-text.ts';

/** Where in a signature file something is wrong; both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a signature file. */
export interface Problem extends Position {
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** Steps from the top of the document to a value: `['evidence', 'panic', 'where']`. */
export type ValuePath = readonly (string | number)[];

/** Says something is wrong at a place of the document. */
export type Complain = (at: ValuePath, message: string) => void;

/** A problem as one line: `path:line:column: what, what to do`. Safe to show. */
export function formatProblem({ path, line, column, message }: Problem): string {
  return sanitize(`${path}:${line}:${column}: ${message.replaceAll(/\s+/g, ' ')}`);
}

/** Problems in the order in which a reader meets them. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.message, b.message));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
