/** A column of a table: its title, and where it begins. */
interface Column {
  readonly title: string;
  readonly start: number;
}

/** The columns of a header whose titles stand apart by two blanks at least. */
export function columnsOf(header: string): readonly Column[] {
  return [...header.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ title: match[0], start: match.index }));
}

/** The cells of a row by title; undefined where a text runs over the beginning of a column: the row is of no such table. */
export function cellsOf(row: string, columns: readonly Column[]): ReadonlyMap<string, string> | undefined {
  const cells = new Map<string, string>();
  for (const [i, { title, start }] of columns.entries()) {
    if (start > 0 && start < row.length && row.charAt(start - 1) !== ' ') return undefined;
    cells.set(title, row.slice(start, columns[i + 1]?.start).trim());
  }
  return cells;
}
