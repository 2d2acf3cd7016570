/** A row of the table that drives a reader of lines: in this state a line of this kind, such as the sample, leads there. */
export interface Transition<State extends string, Kind extends string> {
  readonly from: State;
  readonly line: Kind;
  readonly sample: string;
  readonly to: State;
}

/** Looks rows up: the state that a line of a kind leads to; undefined where the table has no such row. The last of equal rows holds. */
export function nextIn<State extends string, Kind extends string>(
  table: readonly Transition<State, Kind>[],
): (from: State, line: Kind) => State | undefined {
  const next = new Map<State, Map<Kind, State>>();
  for (const { from, line, to } of table) {
    const row = next.get(from) ?? new Map<Kind, State>();
    next.set(from, row.set(line, to));
  }
  return (from, line) => next.get(from)?.get(line);
}
